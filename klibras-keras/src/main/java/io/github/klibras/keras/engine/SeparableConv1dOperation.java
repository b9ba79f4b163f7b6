package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.SeparableConv1dSpec;
import io.github.klibras.keras.layer.Shape;

import java.util.List;

final class SeparableConv1dOperation implements Operation {

    private final SeparableConv1dSpec spec;
    private final Conv1dOperation depthwise;
    private final Conv1dOperation pointwise;

    SeparableConv1dOperation(SeparableConv1dSpec spec, KerasLayer layer, Kernels kernels) {
        this.spec = spec;
        this.depthwise = Conv1dOperation.depthwise(spec.depthwise(), layer, kernels);
        this.pointwise = new Conv1dOperation(
                spec.pointwise(),
                layer.weight("pointwise_kernel").toArray(),
                spec.useBias() ? layer.weight("bias").toArray() : null,
                kernels);
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Shape between = spec.depthwise().outputShape(List.of(inputs.get(0).shape));
        Bound first = depthwise.bind(inputs, between, kernels);
        Bound second = pointwise.bind(List.of(first.output()), shape, kernels);
        return new Bound(second.output(), () -> {
            first.step().run();
            second.step().run();
        });
    }
}
