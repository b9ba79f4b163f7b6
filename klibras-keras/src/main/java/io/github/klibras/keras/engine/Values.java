package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.Shape;
import org.jspecify.annotations.Nullable;

/** A batch of tensors in C order, with the mask of their frames. */
final class Values {

    final int batch;
    final Shape shape;
    final float[] data;

    /** Whether each frame of each sequence counts; null if all do. */
    final boolean @Nullable [] mask;

    Values(int batch, Shape shape, float[] data, boolean @Nullable [] mask) {
        this.batch = batch;
        this.shape = shape;
        this.data = data;
        this.mask = mask;
    }

    static Values of(int batch, Shape shape, boolean @Nullable [] mask) {
        return new Values(batch, shape, new float[Math.toIntExact(Math.multiplyExact(batch, shape.elements()))], mask);
    }

    /** Returns the same values in another shape. */
    Values as(int otherBatch, Shape otherShape, boolean @Nullable [] otherMask) {
        return new Values(otherBatch, otherShape, data, otherMask);
    }

    /** Returns the number of values of one tensor of the batch. */
    int size() {
        return data.length / batch;
    }

    /** Returns the number of rows of features. */
    int rows() {
        return data.length / last();
    }

    int last() {
        return shape.rank() == 0 ? 1 : shape.last();
    }
}
