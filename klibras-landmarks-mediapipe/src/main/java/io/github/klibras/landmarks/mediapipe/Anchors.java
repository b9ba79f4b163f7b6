package io.github.klibras.landmarks.mediapipe;

/**
 * The places at which a detector looks: the middles of the cells of grids that get coarser, as MediaPipe's {@code
 * SsdAnchorsCalculator} makes them. All its detectors have boxes of the size of the whole input for a reference, so
 * the middles are all there is to know.
 */
final class Anchors {

    private final float[] centers;

    private Anchors(float[] centers) {
        this.centers = centers;
    }

    /**
     * Makes the anchors of a detector with two anchors in each cell of each layer; layers of the same grid that
     * follow each other share its cells.
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

    /** Returns how many there are. */
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
