package io.github.klibras.keras.layer;

import java.util.List;

/**
 * Elementwise merging of several inputs. Sizes of 1 are stretched to those of the other inputs.
 *
 * @param operation which one
 * @param masks how masks of the inputs become that of the output
 */
public record MergeSpec(Operation operation, MaskMerge masks) implements LayerSpec {

    /** Merges as Keras 3 does. */
    public MergeSpec(Operation operation) {
        this(operation, MaskMerge.ANY);
    }

    /** The merging layers of Keras. */
    public enum Operation {
        ADD,
        SUBTRACT,
        MULTIPLY,
        AVERAGE,
        MAXIMUM,
        MINIMUM
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        boolean right = operation == Operation.SUBTRACT ? inputs.size() == 2 : inputs.size() >= 2;
        if (!right) {
            throw new InvalidModelException("has " + inputs.size() + " inputs");
        }
        return inputs.stream().reduce(Shape::stretchedTo).orElseThrow();
    }

    @Override
    public boolean masksOutput(List<Boolean> maskedInputs) {
        if (masks == MaskMerge.ALL) {
            return maskedInputs.contains(true);
        }
        boolean linear =
                operation == Operation.ADD || operation == Operation.SUBTRACT || operation == Operation.AVERAGE;
        if (!linear && maskedInputs.contains(true)) {
            // Keras merges masked inputs by different rules.
            throw new InvalidModelException("gets masked input, which is not supported");
        }
        return !maskedInputs.contains(false);
    }
}
