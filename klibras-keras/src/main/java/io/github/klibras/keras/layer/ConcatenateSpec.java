package io.github.klibras.keras.layer;

import java.util.List;

/**
 * Concatenation of several inputs.
 *
 * @param axis the dimension that is joined, counting the batch, or a negative number counted from the end
 * @param masks how masks of the inputs become that of the output, unless frames are joined
 */
public record ConcatenateSpec(int axis, MaskMerge masks) implements LayerSpec {

    /** Merges masks as Keras 3 does. */
    public ConcatenateSpec(int axis) {
        this(axis, MaskMerge.ANY);
    }

    static ConcatenateSpec read(LayerConfig config) {
        return new ConcatenateSpec(config.integerOrListOfOne("axis"), config.maskMerge());
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.isEmpty()) {
            throw new InvalidModelException("has no inputs");
        }
        int[] joined = inputs.get(0).toArray();
        int dimension = inputs.get(0).dimension(axis);
        int size = 0;
        for (Shape input : inputs) {
            int[] sizes = input.toArray();
            if (sizes.length != joined.length) {
                throw unfit(inputs);
            }
            size = size == Shape.UNKNOWN || sizes[dimension] == Shape.UNKNOWN
                    ? Shape.UNKNOWN
                    : Math.addExact(size, sizes[dimension]);
            sizes[dimension] = joined[dimension];
            if (!Shape.of(sizes).equals(Shape.of(joined))) {
                throw unfit(inputs);
            }
        }
        joined[dimension] = size;
        return Shape.of(joined);
    }

    private InvalidModelException unfit(List<Shape> inputs) {
        return new InvalidModelException("cannot join inputs of shapes " + inputs + " along axis " + axis);
    }

    @Override
    public boolean masksOutput(List<Boolean> maskedInputs) {
        return maskedInputs.contains(true);
    }
}
