package io.github.klibras.keras.engine;

import io.github.klibras.keras.PermuteSpec;
import io.github.klibras.keras.Shape;

import java.util.List;

final class PermuteOperation implements Operation {

    private final PermuteSpec spec;

    PermuteOperation(PermuteSpec spec) {
        this.spec = spec;
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Values input = inputs.get(0);
        Values output = Values.of(input.batch, shape, null);
        int[] sources = sources(input.shape, shape);
        return new Bound(output, () -> {
            for (int sequence = 0; sequence < output.batch; sequence++) {
                int start = sequence * sources.length;
                for (int i = 0; i < sources.length; i++) {
                    output.data[start + i] = input.data[start + sources[i]];
                }
            }
        });
    }

    /** Returns for each value of the output its index in the input. */
    private int[] sources(Shape input, Shape output) {
        int rank = input.rank();
        int[] strides = new int[rank];
        int stride = 1;
        for (int dimension = rank - 1; dimension >= 0; dimension--) {
            strides[dimension] = stride;
            stride *= input.size(dimension);
        }
        int[] sources = new int[stride];
        for (int i = 0; i < sources.length; i++) {
            int rest = i;
            for (int dimension = rank - 1; dimension >= 0; dimension--) {
                sources[i] += rest
                        % output.size(dimension)
                        * strides[spec.dimensions().get(dimension) - 1];
                rest /= output.size(dimension);
            }
        }
        return sources;
    }
}
