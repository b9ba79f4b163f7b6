package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.Shape;

import java.util.List;

/** Applies a function to each row of features. */
final class RowOperation implements Operation {

    private final RowFunction function;

    RowOperation(RowFunction function) {
        this.function = function;
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Values input = inputs.get(0);
        Values output = Values.of(input.batch, shape, input.mask);
        return new Bound(output, () -> run(input, output));
    }

    private void run(Values input, Values output) {
        float[] data = output.data;
        System.arraycopy(input.data, 0, data, 0, data.length);
        int features = output.last();
        for (int at = 0; at < data.length; at += features) {
            function.apply(data, at, at + features);
        }
    }
}
