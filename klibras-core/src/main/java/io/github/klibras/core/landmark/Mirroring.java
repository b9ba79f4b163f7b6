package io.github.klibras.core.landmark;

/** Whether a model was trained on mirrored views of people, and at which step they are mirrored. */
public enum Mirroring {
    /** The model was trained on pictures as the camera took them. */
    NONE,
    /**
     * The model was trained on mirrored pictures, like those of the Python service: the extractor mirrors each picture
     * before it detects landmarks; for recordings, which no longer have pictures, it mirrors the landmarks.
     */
    PICTURE,
    /**
     * The model was trained on mirrored landmarks: the extractor uses pictures unmirrored, and {@link
     * Preprocessing#finish} mirrors their landmarks. Close to {@link #PICTURE}, but not the same, since a detector does
     * not find exactly the same landmarks in a picture and in its mirror image.
     */
    LANDMARKS
}
