package io.github.klibras.keras.layer;

import java.util.List;

/**
 * The product of two inputs that are matrices: [rows, n] and [n, columns]. The output has no mask.
 *
 * @param transposeLeft whether the left input is [n, rows]
 * @param transposeRight whether the right input is [columns, n]
 */
public record MatMulSpec(boolean transposeLeft, boolean transposeRight) implements LayerSpec {

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.size() != 2) {
            throw new InvalidModelException("has " + inputs.size() + " inputs, but two are expected");
        }
        Shape left = inputs.get(0).requireRank(2);
        Shape right = inputs.get(1).requireRank(2);
        int inner = left.size(transposeLeft ? 0 : 1);
        int other = right.size(transposeRight ? 1 : 0);
        if (inner != other && inner != Shape.UNKNOWN && other != Shape.UNKNOWN) {
            throw new InvalidModelException("cannot multiply inputs of shapes " + inputs);
        }
        return Shape.of(left.size(transposeLeft ? 1 : 0), right.size(transposeRight ? 0 : 1));
    }
}
