package io.github.klibras.landmarks.mediapipe;

/**
 * The places at which a detector looks: the centers of the cells of increasingly coarse grids, as in MediaPipe's
 * {@code SsdAnchorsCalculator}. The reference box of all its detectors is the whole input, so an anchor is only
 * a center.
 */
final class Anchors {

    private final float[] centers;

    private Anchors(float[] centers) {
        this.centers = centers;
    }

    /**
     * Makes the anchors of a detector with two anchors in each cell of each layer; consecutive layers with the same
     * grid share its cells.
     *
     * @param side of the detector's input in pixels
     * @param strides the size of a cell in pixels, for each layer
     */
    static Anchors of(int side, int... strides) {
        int count = 0;
        for (int stride : strides) {
            count += 2 * cells(side, stride) * cells(side, stride);
        }
        float[] centers = new float[2 * count];
        int at = 0;
        int layer = 0;
        while (layer < strides.length) {
            int next = layer;
            while (next < strides.length && strides[next] == strides[layer]) {
                next++;
            }
            int cells = cells(side, strides[layer]);
            for (int y = 0; y < cells; y++) {
                for (int x = 0; x < cells; x++) {
                    for (int i = 0; i < 2 * (next - layer); i++) {
                        centers[at++] = (x + 0.5f) / cells;
                        centers[at++] = (y + 0.5f) / cells;
                    }
                }
            }
            layer = next;
        }
        return new Anchors(centers);
    }

    private static int cells(int side, int stride) {
        return (side + stride - 1) / stride;
    }

    /** Returns the number of anchors. */
    int size() {
        return centers.length / 2;
    }

    float x(int anchor) {
        return centers[2 * anchor];
    }

    float y(int anchor) {
        return centers[2 * anchor + 1];
    }
}
