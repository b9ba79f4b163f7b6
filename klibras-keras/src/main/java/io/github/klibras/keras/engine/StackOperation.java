package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.Shape;
import io.github.klibras.keras.layer.StackSpec;

import java.util.List;

final class StackOperation implements Operation {

    private final StackSpec spec;

    StackOperation(StackSpec spec) {
        this.spec = spec;
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Values output = Values.of(inputs.get(0).batch, shape, null);
        int blocks = output.batch;
        for (int i = 0; i < shape.dimension(spec.axis()); i++) {
            blocks *= shape.size(i);
        }
        int outer = blocks;
        return new Bound(output, () -> ConcatenateOperation.join(inputs, output.data, outer));
    }
}
