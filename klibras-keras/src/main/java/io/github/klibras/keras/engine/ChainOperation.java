package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.ChainSpec;
import io.github.klibras.keras.layer.Shape;

import java.util.List;

final class ChainOperation implements Operation {

    private final ChainSpec spec;
    private final Operation first;
    private final Operation activation;

    ChainOperation(ChainSpec spec, Operation first, Operation activation) {
        this.spec = spec;
        this.first = first;
        this.activation = activation;
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Shape between = spec.first()
                .outputShape(inputs.stream().map(input -> input.shape).toList());
        Bound before = first.bind(inputs, between, kernels);
        Bound after = activation.bind(List.of(before.output()), shape, kernels);
        return new Bound(after.output(), () -> {
            before.step().run();
            after.step().run();
        });
    }
}
