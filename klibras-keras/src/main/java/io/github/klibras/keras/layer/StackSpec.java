package io.github.klibras.keras.layer;

import java.util.List;

/**
 * Several inputs of one shape side by side, along a new dimension. The output has no mask.
 *
 * @param axis the dimension of the output that is new, counting the batch, or a negative number counted from the end
 */
public record StackSpec(int axis) implements LayerSpec {

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape first = inputs.get(0);
        if (!inputs.stream().allMatch(first::equals)) {
            throw new InvalidModelException("cannot stack inputs of shapes " + inputs);
        }
        int dimension = axis < 0 ? axis + first.rank() + 1 : axis - 1;
        if (dimension < 0 || dimension > first.rank()) {
            throw new InvalidModelException("'axis' is " + axis + ", but the input is " + first);
        }
        int[] sizes = new int[first.rank() + 1];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = i == dimension ? inputs.size() : first.size(i < dimension ? i : i - 1);
        }
        return Shape.of(sizes);
    }
}
