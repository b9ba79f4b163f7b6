package io.github.klibras.keras;

import java.util.List;

/** Elementwise merging of several inputs. Sizes of 1 are stretched to those of the other inputs. */
public record MergeSpec(Operation operation) implements LayerSpec {

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
            throw new KerasModelException("has " + inputs.size() + " inputs");
        }
        int[] sizes = inputs.get(0).toArray();
        for (Shape input : inputs) {
            if (input.rank() != sizes.length) {
                throw unfit(inputs);
            }
            for (int i = 0; i < sizes.length; i++) {
                int size = input.size(i);
                if (sizes[i] == 1) {
                    sizes[i] = size;
                } else if (size != 1 && size != sizes[i]) {
                    throw unfit(inputs);
                }
            }
        }
        return Shape.of(sizes);
    }

    private static KerasModelException unfit(List<Shape> inputs) {
        return new KerasModelException("cannot merge inputs of shapes " + inputs);
    }

    @Override
    public boolean masksOutput(List<Boolean> maskedInputs) {
        boolean linear =
                operation == Operation.ADD || operation == Operation.SUBTRACT || operation == Operation.AVERAGE;
        if (!linear && maskedInputs.contains(true)) {
            // Keras merges masked inputs by different rules.
            throw new KerasModelException("gets masked input, which is not supported");
        }
        return !maskedInputs.contains(false);
    }
}
