package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.InvalidInputException;

/**
 * How certain the nets must be, each 0 to 1. A part counts if it is both detected in the picture and present in the region
 * that was detected.
 */
public record Confidences(
        float poseDetection,
        float posePresence,
        float handDetection,
        float handPresence,
        float faceDetection,
        float facePresence) {

    private static final Confidences DEFAULT = new Confidences(0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f);

    /** Checks the values; throws {@link InvalidInputException} if one does not lie between 0 and 1. */
    public Confidences {
        for (float value :
                new float[] {poseDetection, posePresence, handDetection, handPresence, faceDetection, facePresence}) {
            if (!(value >= 0 && value <= 1)) {
                throw new InvalidInputException("A least confidence must lie between 0 and 1, but is " + value);
            }
        }
    }

    /** Returns MediaPipe's own: 0.5 for all. */
    public static Confidences defaults() {
        return DEFAULT;
    }
}
