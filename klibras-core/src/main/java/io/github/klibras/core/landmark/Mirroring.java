package io.github.klibras.core.landmark;

/** Whether a model sees the learner as a camera does or as a mirror does, and who turns the one into the other. */
public enum Mirroring {
    /** The model was trained on pictures as the camera took them. */
    NONE,
    /**
     * The model was trained on mirrored pictures, as those of the Python service are: the extractor mirrors each
     * picture before it detects landmarks, and the landmarks of recordings that have no pictures any more.
     */
    PICTURE,
    /**
     * The model was trained on mirrored landmarks: the extractor takes pictures as they are, and {@link
     * Preprocessing#finish} mirrors their landmarks. Close to {@link #PICTURE}, but not the same, since a detector
     * does not see a picture and its mirror image exactly alike.
     */
    LANDMARKS
}
