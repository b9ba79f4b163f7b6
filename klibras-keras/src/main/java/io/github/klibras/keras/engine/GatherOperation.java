package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.PermuteSpec;
import io.github.klibras.keras.layer.Shape;
import io.github.klibras.keras.layer.SliceSpec;
import io.github.klibras.keras.layer.SliceSpec.Part;

import java.util.List;

/** Takes each value of the output from a place of the input that depends on the shapes only. */
final class GatherOperation implements Operation {

    /** Returns the places in the input. */
    private interface Places {
        int[] of(Shape input, Shape output);
    }

    private final Places places;

    private GatherOperation(Places places) {
        this.places = places;
    }

    static GatherOperation of(PermuteSpec spec) {
        return new GatherOperation((input, output) -> {
            int[] from = Indexes.strides(input);
            int[] strides = new int[from.length];
            for (int dimension = 0; dimension < strides.length; dimension++) {
                strides[dimension] = from[spec.dimensions().get(dimension) - 1];
            }
            return Indexes.sources(output, strides, 0);
        });
    }

    static GatherOperation of(SliceSpec spec) {
        return new GatherOperation((input, output) -> sliced(spec, input, output));
    }

    private static int[] sliced(SliceSpec spec, Shape input, Shape output) {
        int[] from = Indexes.strides(input);
        int[] strides = new int[output.rank()];
        int first = 0;
        int dimension = 0;
        int at = 0;
        for (Part part : spec.partsOf(input)) {
            if (part instanceof Part.NewAxis) {
                strides[at++] = 0;
            } else if (part instanceof Part.Index index) {
                int size = input.size(dimension);
                first += (index.place() < 0 ? index.place() + size : index.place()) * from[dimension++];
            } else if (part instanceof Part.Range range) {
                first += range.first(input.size(dimension)) * from[dimension];
                strides[at++] = range.step() * from[dimension++];
            }
        }
        return Indexes.sources(output, strides, first);
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Values input = inputs.get(0);
        Values output = Values.of(input.batch, shape, null);
        int[] sources = places.of(input.shape, shape);
        int size = input.size();
        return new Bound(output, () -> {
            for (int sequence = 0; sequence < output.batch; sequence++) {
                int start = sequence * sources.length;
                int from = sequence * size;
                for (int i = 0; i < sources.length; i++) {
                    output.data[start + i] = input.data[from + sources[i]];
                }
            }
        });
    }
}
