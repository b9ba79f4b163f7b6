package io.github.klibras.landmarks.mediapipe;

import java.util.Arrays;

/**
 * Smooths the visibility of a body's points, as in MediaPipe's {@code VisibilitySmoothingCalculator}. For one thread at
 * a time.
 */
final class VisibilityFilter {

    private static final int POINT_VALUES = 4;
    private static final int VISIBILITY = 3;
    private static final float SHARE = 0.1f;

    private final float[] last;

    VisibilityFilter(int points) {
        last = new float[points];
        reset();
    }

    /** Replaces the visibilities. */
    void apply(float[] values, int start) {
        for (int i = 0; i < last.length; i++) {
            int at = start + i * POINT_VALUES + VISIBILITY;
            if (!Float.isNaN(last[i])) {
                values[at] = (float) (SHARE * values[at] + (1.0 - SHARE) * last[i]);
            }
            last[i] = values[at];
        }
    }

    /** Forgets previous pictures. */
    void reset() {
        Arrays.fill(last, Float.NaN);
    }
}
