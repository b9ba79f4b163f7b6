package io.github.klibras.keras.layer;

import java.util.List;

/**
 * The products of the rows of two inputs, along one dimension of each. The output has no mask.
 *
 * @param leftAxis that dimension of the first input, counting the batch, or a negative number counted from the end
 * @param rightAxis that of the second one
 * @param normalize whether both are divided by their length along it before
 */
public record DotSpec(int leftAxis, int rightAxis, boolean normalize) implements LayerSpec {

    static DotSpec read(LayerConfig config) {
        List<Integer> axes = config.integersOrOne("axes");
        if (axes.size() > 2) {
            throw new InvalidModelException("'axes' is " + axes + ", but one or two are required");
        }
        return new DotSpec(axes.get(0), axes.get(axes.size() - 1), config.flag("normalize"));
    }

    /** Returns the product of matrices that it is, for inputs of rank 2. */
    public MatMulSpec product(Shape left, Shape right) {
        return new MatMulSpec(left.dimension(leftAxis) == 0, right.dimension(rightAxis) == 1);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.size() != 2) {
            throw new InvalidModelException("has " + inputs.size() + " inputs, but two are expected");
        }
        Shape left = inputs.get(0);
        Shape right = inputs.get(1);
        if (left.size(left.dimension(leftAxis)) != right.size(right.dimension(rightAxis))) {
            throw new InvalidModelException("cannot multiply inputs of shapes " + inputs);
        }
        if (left.rank() == 1 && right.rank() == 1) {
            return Shape.of(1);
        }
        return product(left.requireRank(2), right.requireRank(2)).outputShape(inputs);
    }
}
