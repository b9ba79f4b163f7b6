package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.InvalidModelException;
import io.github.klibras.keras.layer.MaskMerge;
import io.github.klibras.keras.layer.MergeSpec;
import io.github.klibras.keras.layer.Shape;

import java.util.Arrays;
import java.util.List;

final class MergeOperation implements Operation {

    private final MergeSpec.Operation operation;
    private final MaskMerge masks;

    MergeOperation(MergeSpec spec) {
        this.operation = spec.operation();
        this.masks = spec.masks();
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        int batch = inputs.get(0).batch;
        boolean masked = masks == MaskMerge.ALL
                ? inputs.stream().anyMatch(input -> input.mask != null)
                : inputs.stream().allMatch(input -> input.mask != null);
        boolean[] mask = masked ? new boolean[batch * shape.size(0)] : null;
        Values output = Values.of(batch, shape, mask);
        int[][] sources = new int[inputs.size()][];
        for (int i = 0; i < sources.length; i++) {
            if (masked && inputs.get(i).shape.size(0) != shape.size(0)) {
                throw new InvalidModelException("merges masks of different lengths, which is not supported");
            }
            sources[i] = inputs.get(i).shape.equals(shape) ? new int[0] : stretched(inputs.get(i), shape);
        }
        return new Bound(output, () -> {
            merge(inputs, sources, output.data);
            if (mask != null) {
                mergeMasks(inputs, mask);
            }
        });
    }

    private static int[] stretched(Values input, Shape shape) {
        return Indexes.sources(shape, Indexes.stretchedStrides(input.shape, shape), 0);
    }

    private void merge(List<Values> inputs, int[][] sources, float[] data) {
        for (int i = 0; i < sources.length; i++) {
            float[] from = inputs.get(i).data;
            int[] source = sources[i];
            int size = inputs.get(i).size();
            for (int k = 0; k < data.length; k++) {
                float value = from[source.length == 0 ? k : k / source.length * size + source[k % source.length]];
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

    private void mergeMasks(List<Values> inputs, boolean[] mask) {
        boolean all = masks == MaskMerge.ALL;
        Arrays.fill(mask, all);
        for (int i = 0; i < inputs.size(); i++) {
            boolean[] other = inputs.get(i).mask;
            for (int frame = 0; frame < mask.length && other != null; frame++) {
                mask[frame] = all ? mask[frame] && other[frame] : mask[frame] || other[frame];
            }
        }
    }
}
