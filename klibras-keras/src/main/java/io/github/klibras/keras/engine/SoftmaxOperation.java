package io.github.klibras.keras.engine;

import io.github.klibras.keras.Activation;
import io.github.klibras.keras.Shape;
import io.github.klibras.keras.SoftmaxSpec;

import java.util.List;

/** Softmax over any dimension. */
final class SoftmaxOperation implements Operation {

    private final SoftmaxSpec spec;

    SoftmaxOperation(SoftmaxSpec spec) {
        this.spec = spec;
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Values input = inputs.get(0);
        Values output = Values.of(input.batch, shape, null);
        int dimension = spec.axis() < 0 ? spec.axis() + shape.rank() : spec.axis() - 1;
        int inner = 1;
        for (int i = dimension + 1; i < shape.rank(); i++) {
            inner *= shape.size(i);
        }
        int stride = inner;
        float[] line = new float[shape.size(dimension)];
        return new Bound(output, () -> run(input.data, output.data, stride, line));
    }

    private static void run(float[] in, float[] out, int stride, float[] line) {
        for (int block = 0; block < in.length; block += stride * line.length) {
            for (int start = block; start < block + stride; start++) {
                for (int i = 0; i < line.length; i++) {
                    line[i] = in[start + i * stride];
                }
                Activation.SOFTMAX.apply(line, 0, line.length);
                for (int i = 0; i < line.length; i++) {
                    out[start + i * stride] = line[i];
                }
            }
        }
    }
}
