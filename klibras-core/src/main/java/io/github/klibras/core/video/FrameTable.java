package io.github.klibras.core.video;

import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;

import java.util.Arrays;

/**
 * The values of all sampled frames. Frames that a sampler repeats are adjacent, so each is computed into the first of
 * its rows and copied. Several threads write rows concurrently, each row by one thread; readers must have waited for
 * all of them.
 */
final class FrameTable {

    private final LandmarkLayout layout;
    private final int[] indices;
    private final int different;
    private final float[] values;

    /**
     * Creates a table of zeros.
     *
     * @param indices the frames of the rows, in non-descending order
     */
    FrameTable(ExtractionRequest request, int[] indices) {
        this.layout = request.layout();
        this.indices = indices;
        this.different = (int) Arrays.stream(indices).distinct().count();
        this.values = new float[indices.length * layout.features()];
    }

    /** Returns how many different frames there are. */
    int different() {
        return different;
    }

    /** Returns the array of all rows, for writing into the row at {@link #offset}. */
    float[] values() {
        return values;
    }

    /** Returns where the first row of a frame begins. */
    int offset(int frame) {
        return firstRow(frame) * layout.features();
    }

    /** Copies the first row of a frame into its other ones. */
    void repeat(int frame) {
        int first = firstRow(frame);
        for (int row = first + 1; row < indices.length && indices[row] == frame; row++) {
            System.arraycopy(values, first * layout.features(), values, row * layout.features(), layout.features());
        }
    }

    private int firstRow(int frame) {
        int row = Arrays.binarySearch(indices, frame);
        if (row < 0) {
            throw new IllegalStateException("The decoder gave frame " + frame + ", which was not chosen");
        }
        while (row > 0 && indices[row - 1] == frame) {
            row--;
        }
        return row;
    }

    LandmarkSequence sequence() {
        return LandmarkSequence.of(layout, values);
    }
}
