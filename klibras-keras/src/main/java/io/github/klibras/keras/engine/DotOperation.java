package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.DotSpec;
import io.github.klibras.keras.layer.MatMulSpec;
import io.github.klibras.keras.layer.Shape;

import java.util.List;

/** Products of matrices, or of two vectors, each divided by the lengths of what is multiplied if that is wanted. */
final class DotOperation implements Operation {

    private final DotSpec spec;

    DotOperation(DotSpec spec) {
        this.spec = spec;
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Bound left = normalized(inputs.get(0), spec.leftAxis(), kernels);
        Bound right = normalized(inputs.get(1), spec.rightAxis(), kernels);
        Bound product = product(left.output(), right.output(), shape, kernels);
        return new Bound(product.output(), () -> {
            left.step().run();
            right.step().run();
            product.step().run();
        });
    }

    private Bound normalized(Values input, int axis, Kernels kernels) {
        Values unmasked = input.as(input.batch, input.shape, null);
        return spec.normalize()
                ? new LineOperation(axis, false, UnitLength::of).bind(List.of(unmasked), input.shape, kernels)
                : Bound.nothing(unmasked);
    }

    private Bound product(Values left, Values right, Shape shape, Kernels kernels) {
        if (left.shape.rank() == 1) {
            Shape row = Shape.of(1, left.shape.size(0));
            Bound vectors = new MatMulOperation(new MatMulSpec(false, true))
                    .bind(
                            List.of(left.as(left.batch, row, null), right.as(right.batch, row, null)),
                            Shape.of(1, 1),
                            kernels);
            return new Bound(vectors.output().as(left.batch, shape, null), vectors.step());
        }
        return new MatMulOperation(spec.product(left.shape, right.shape)).bind(List.of(left, right), shape, kernels);
    }
}
