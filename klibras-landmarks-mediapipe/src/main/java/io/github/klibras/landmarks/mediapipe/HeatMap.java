package io.github.klibras.landmarks.mediapipe;

import java.nio.FloatBuffer;

/**
 * A net's map of the likely positions of each point. Points are moved to the weighted mean of the map around them, as
 * in MediaPipe's {@code RefineLandmarksFromHeatmapCalculator}.
 */
final class HeatMap {

    private static final int REACH = 3;
    private static final float LEAST_CONFIDENCE = 0.5f;

    private final FloatBuffer logits;
    private final int side;
    private final int points;

    /** @param logits of each cell, row by row, for all points */
    HeatMap(FloatBuffer logits, int side, int points) {
        this.logits = logits;
        this.side = side;
        this.points = points;
    }

    /**
     * Moves a point, unless it lies outside the map or the map is uncertain around it.
     *
     * @param place x and y as fractions of the map
     */
    void refine(int point, float[] place) {
        int column = (int) (place[0] * side);
        int row = (int) (place[1] * side);
        if (column < 0 || column >= side || row < 0 || row >= side) {
            return;
        }
        float sum = 0;
        float most = 0;
        float across = 0;
        float down = 0;
        for (int y = Math.max(0, row - REACH); y <= Math.min(side - 1, row + REACH); y++) {
            for (int x = Math.max(0, column - REACH); x <= Math.min(side - 1, column + REACH); x++) {
                float confidence = Sigmoid.of(logits.get((y * side + x) * points + point));
                sum += confidence;
                most = Math.max(most, confidence);
                across += x * confidence;
                down += y * confidence;
            }
        }
        if (most >= LEAST_CONFIDENCE) {
            place[0] = across / side / sum;
            place[1] = down / side / sum;
        }
    }
}
