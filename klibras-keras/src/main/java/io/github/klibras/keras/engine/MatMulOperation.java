package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.MatMulSpec;
import io.github.klibras.keras.layer.Shape;

import java.util.Arrays;
import java.util.List;

/** Products of matrices, one for each of the batch. */
final class MatMulOperation implements Operation {

    private final MatMulSpec spec;

    MatMulOperation(MatMulSpec spec) {
        this.spec = spec;
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Values left = inputs.get(0);
        Values right = inputs.get(1);
        Values output = Values.of(left.batch, shape, null);
        int rows = shape.size(0);
        int columns = shape.size(1);
        int inner = left.shape.size(spec.transposeLeft() ? 0 : 1);
        int leftRow = spec.transposeLeft() ? 1 : inner;
        int leftInner = spec.transposeLeft() ? rows : 1;
        int rightInner = spec.transposeRight() ? 1 : columns;
        int rightColumn = spec.transposeRight() ? inner : 1;
        return new Bound(output, () -> {
            Arrays.fill(output.data, 0);
            for (int i = 0; i < left.batch * rows; i++) {
                int sequence = i / rows;
                int leftAt = sequence * rows * inner + i % rows * leftRow;
                int rightAt = sequence * inner * columns;
                for (int k = 0; k < inner; k++) {
                    float factor = left.data[leftAt + k * leftInner];
                    for (int column = 0; column < columns; column++) {
                        output.data[i * columns + column] +=
                                factor * right.data[rightAt + k * rightInner + column * rightColumn];
                    }
                }
            }
        });
    }
}
