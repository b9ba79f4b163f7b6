package io.github.klibras.keras.layer;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * An operator between two tensors, or between a tensor and a constant, value by value: {@code x + y}, {@code 2 - x}. Sizes
 * of 1 are stretched to those of the other operand. The output has no mask.
 *
 * @param operator which one
 * @param constant an operand that the file contains, without a batch; null if both operands are inputs
 * @param constantFirst whether the constant is the left operand
 */
public record BinarySpec(Operator operator, @Nullable Tensor constant, boolean constantFirst) implements LayerSpec {

    /** The operators of {@code keras.ops}. */
    public enum Operator {
        ADD,
        SUBTRACT,
        MULTIPLY,
        /** True division. */
        DIVIDE,
        /** The left operand raised to the power of the right one. */
        POWER,
        MAXIMUM,
        MINIMUM
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Tensor operand = constant;
        if (operand == null) {
            if (inputs.size() != 2) {
                throw new InvalidModelException("has " + inputs.size() + " inputs, but two are expected");
            }
            return inputs.get(0).stretchedTo(inputs.get(1));
        }
        Shape input = Shape.only(inputs);
        if (operand.shape().rank() > input.rank()) {
            throw new InvalidModelException(
                    "has a constant of shape " + operand.shape() + " beside input of shape " + input);
        }
        return input.stretchedTo(operand.shape().withRank(input.rank()));
    }
}
