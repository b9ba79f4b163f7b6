package io.github.klibras.keras.engine;

import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.MergeSpec;
import io.github.klibras.keras.Shape;

import java.util.Arrays;
import java.util.List;

final class MergeOperation implements Operation {

    private final MergeSpec.Operation operation;

    MergeOperation(MergeSpec spec) {
        this.operation = spec.operation();
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        int batch = inputs.get(0).batch;
        boolean masked = inputs.stream().allMatch(input -> input.mask != null);
        boolean[] mask = masked ? new boolean[batch * shape.size(0)] : null;
        Values output = Values.of(batch, shape, mask);
        int[][] sources = new int[inputs.size()][];
        for (int i = 0; i < sources.length; i++) {
            if (masked && inputs.get(i).shape.size(0) != shape.size(0)) {
                throw new KerasModelException("merges masks of different lengths, which is not supported");
            }
            sources[i] = inputs.get(i).shape.equals(shape) ? new int[0] : stretched(inputs.get(i), output);
        }
        return new Bound(output, () -> {
            merge(inputs, sources, output.data);
            if (mask != null) {
                mergeMasks(inputs, mask);
            }
        });
    }

    /** Returns for each value of the output the index of its source in the input. */
    private static int[] stretched(Values input, Values output) {
        int[] sizes = output.shape.toArray();
        int[] from = new int[output.data.length];
        for (int i = 0; i < from.length; i++) {
            int rest = i;
            int stride = 1;
            int at = 0;
            for (int dimension = sizes.length - 1; dimension >= 0; dimension--) {
                int index = rest % sizes[dimension];
                rest /= sizes[dimension];
                int size = input.shape.size(dimension);
                at += (size == 1 ? 0 : index) * stride;
                stride *= size;
            }
            from[i] = at + rest * stride;
        }
        return from;
    }

    private void merge(List<Values> inputs, int[][] sources, float[] data) {
        for (int i = 0; i < sources.length; i++) {
            float[] from = inputs.get(i).data;
            int[] source = sources[i];
            for (int k = 0; k < data.length; k++) {
                float value = from[source.length == 0 ? k : source[k]];
                data[k] = i == 0 ? value : combine(data[k], value);
            }
        }
        if (operation == MergeSpec.Operation.AVERAGE) {
            for (int k = 0; k < data.length; k++) {
                data[k] /= sources.length;
            }
        }
    }

    private float combine(float a, float b) {
        return switch (operation) {
            case ADD, AVERAGE -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case MAXIMUM -> Math.max(a, b);
            case MINIMUM -> Math.min(a, b);
        };
    }

    private static void mergeMasks(List<Values> inputs, boolean[] mask) {
        Arrays.fill(mask, false);
        for (int i = 0; i < inputs.size(); i++) {
            boolean[] other = inputs.get(i).mask;
            for (int frame = 0; frame < mask.length && other != null; frame++) {
                mask[frame] |= other[frame];
            }
        }
    }
}
