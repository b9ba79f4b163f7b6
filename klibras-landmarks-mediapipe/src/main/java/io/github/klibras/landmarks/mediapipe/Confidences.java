package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.InvalidInputException;

/**
 * How certain the nets must be, each 0 to 1. A part counts if it is both detected in the picture and present in the
 * region that was detected. With tracking, it need only be present in the region that follows from the picture
 * before.
 *
 * @param handTracking how much the region of a hand that is detected may overlap, as a share of what both cover, that
 *     of a hand which is followed, and still be that of another hand. Only tracking uses it. Of body and face there
 *     is one each, which is not detected while it is followed: MediaPipe's {@code min_tracking_confidence} has no
 *     effect there either
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

    /** Checks the values; throws {@link InvalidInputException} if one does not lie between 0 and 1. */
    public Confidences {
        for (float value : new float[] {
            poseDetection, posePresence, handDetection, handPresence, handTracking, faceDetection, facePresence
        }) {
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
