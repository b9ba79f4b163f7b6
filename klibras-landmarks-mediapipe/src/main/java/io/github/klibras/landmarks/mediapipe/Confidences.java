package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.InvalidInputException;

/**
 * How certain the nets must be, each 0 to 1. A part counts if it is both detected in the picture and present in the
 * detected region. With tracking, it need only be present in the region expected from the previous picture.
 *
 * @param handTracking the overlap, as intersection over union, above which the regions of a detected hand and a
 *     followed one are the same hand. Only tracking uses it. Body and face are single, and not detected while they are
 *     followed: MediaPipe's {@code min_tracking_confidence} has no effect on them either
 */
public record Confidences(
        float poseDetection,
        float posePresence,
        float handDetection,
        float handPresence,
        float handTracking,
        float faceDetection,
        float facePresence) {

    private static final Confidences DEFAULT = new Confidences(0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f);

    /** Checks the values; throws {@link InvalidInputException} if one is not between 0 and 1. */
    public Confidences {
        for (float value : new float[] {
            poseDetection, posePresence, handDetection, handPresence, handTracking, faceDetection, facePresence
        }) {
            if (!(value >= 0 && value <= 1)) {
                throw new InvalidInputException("A least confidence must lie between 0 and 1, but is " + value);
            }
        }
    }

    /** Returns MediaPipe's defaults: 0.5 for all. */
    public static Confidences defaults() {
        return DEFAULT;
    }
}
