package io.github.klibras.keras.layer;

import java.util.List;

/**
 * {@code x} for {@code x > 0}, else {@code alpha · x}, with a learned {@code alpha} for each value.
 *
 * @param sharedAxes the dimensions, counting the batch, along which all values have the same alpha
 */
public record PReluSpec(List<Integer> sharedAxes) implements ElementwiseSpec {

    public PReluSpec {
        sharedAxes = List.copyOf(sharedAxes);
    }

    static PReluSpec read(LayerConfig config) {
        config.ignore("alpha_initializer", "alpha_regularizer", "alpha_constraint");
        return new PReluSpec(config.integersOrNone("shared_axes"));
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        int[] sizes = Shape.only(inputs).toArray();
        for (int axis : sharedAxes) {
            if (axis < 1 || axis > sizes.length) {
                throw new InvalidModelException(
                        "'shared_axes' is " + sharedAxes + ", but the input is " + inputs.get(0));
            }
            sizes[axis - 1] = 1;
        }
        Shape alpha = Shape.of(sizes);
        if (!alpha.isKnown()) {
            throw new InvalidModelException("gets input of shape " + inputs.get(0) + ", but its sizes must be known");
        }
        return List.of(WeightSpec.of("alpha", sizes));
    }
}
