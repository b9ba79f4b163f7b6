package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.video.Picture;

/**
 * Smooths the jitter of points: the slower a point moves relative to the size of its part, the more it stays where it
 * was. Uses the one-euro filters of MediaPipe's {@code LandmarksSmoothingCalculator}, one for each coordinate, with the
 * parameters of its graphs for body and face. For one thread at a time.
 */
final class PointFilter {

    private static final double LEAST_CUTOFF = 0.05;
    private static final double CUTOFF_PER_SPEED = 80;
    private static final double SPEED_CUTOFF = 1;
    private static final float LEAST_SIZE = 1e-6f;

    /** Pictures per second after a picture at time 0, which MediaPipe treats as an unknown time. */
    private static final double DEFAULT_RATE = 30;

    private static final long NEVER = -1;
    private static final int COORDINATES = 3;

    private final int pointValues;
    private final float[] raw;
    private final float[] smooth;
    private final float[] speed;
    private long lastTime = NEVER;

    /** @param pointValues how many values a point has; the first three are smoothed */
    PointFilter(int points, int pointValues) {
        this.pointValues = pointValues;
        this.raw = new float[points * COORDINATES];
        this.smooth = new float[points * COORDINATES];
        this.speed = new float[points * COORDINATES];
    }

    /**
     * Replaces the points of a picture, unless it is not later than the previous one.
     *
     * @param size the size in pixels of the part to which the points belong
     * @param values x, y and z of each point as fractions of the picture, from {@code start} on
     */
    void apply(Picture picture, float size, float[] values, int start) {
        // MediaPipe's interface takes times in milliseconds.
        long time = picture.time().toMillis();
        if (size < LEAST_SIZE || time <= lastTime) {
            return;
        }
        double rate = lastTime == 0 ? DEFAULT_RATE : 1e3 / (time - lastTime);
        float speedShare = share(SPEED_CUTOFF, rate);
        double scale = 1 / size;
        for (int i = 0; i < raw.length; i++) {
            int coordinate = i % COORDINATES;
            int at = start + i / COORDINATES * pointValues + coordinate;
            int length = coordinate == 1 ? picture.height() : picture.width();
            float value = values[at] * length;
            if (lastTime == NEVER) {
                smooth[i] = value;
                speed[i] = 0;
            } else {
                speed[i] = mix((float) (((double) value - raw[i]) * scale * rate), speed[i], speedShare);
                double cutoff = LEAST_CUTOFF + CUTOFF_PER_SPEED * Math.abs(speed[i]);
                smooth[i] = mix(value, smooth[i], share(cutoff, rate));
            }
            raw[i] = value;
            values[at] = smooth[i] / length;
        }
        lastTime = time;
    }

    /** Returns the weight of a new value in a low-pass filter with a cutoff frequency. */
    private static float share(double cutoff, double rate) {
        return (float) (1 / (1 + rate / (2 * Math.PI * cutoff)));
    }

    private static float mix(float value, float last, float share) {
        return (float) (share * value + (1.0 - share) * last);
    }

    /** Forgets previous pictures. */
    void reset() {
        lastTime = NEVER;
    }
}
