package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.Shape;

/** Walks through tensors in C order by strides: for each value of one tensor, the index of its source in another. */
final class Indexes {

    private Indexes() {}

    /** Returns by how many values neighbors along each dimension are apart. */
    static int[] strides(Shape shape) {
        int[] strides = new int[shape.rank()];
        int stride = 1;
        for (int dimension = strides.length - 1; dimension >= 0; dimension--) {
            strides[dimension] = stride;
            stride *= shape.size(dimension);
        }
        return strides;
    }

    /** Returns the strides of a tensor that is stretched to a shape of the same rank: 0 where its size is 1. */
    static int[] stretchedStrides(Shape from, Shape to) {
        int[] strides = strides(from);
        for (int dimension = 0; dimension < strides.length; dimension++) {
            if (from.size(dimension) == 1 && to.size(dimension) != 1) {
                strides[dimension] = 0;
            }
        }
        return strides;
    }

    /**
     * Returns the index of the source of each value.
     *
     * @param shape of the tensor that is walked through
     * @param strides by how many values the sources of neighbors along each of its dimensions are apart
     * @param first the index of the first source
     */
    static int[] sources(Shape shape, int[] strides, int first) {
        int[] sources = new int[Math.toIntExact(shape.elements())];
        for (int i = 0; i < sources.length; i++) {
            int rest = i;
            sources[i] = first;
            for (int dimension = strides.length - 1; dimension >= 0; dimension--) {
                sources[i] += rest % shape.size(dimension) * strides[dimension];
                rest /= shape.size(dimension);
            }
        }
        return sources;
    }
}
