package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.Shape;

import java.util.List;

/** Applies a function to each line of values along one dimension. */
final class LineOperation implements Operation {

    private final int axis;
    private final boolean passesMask;
    private final RowFunction function;

    /**
     * @param axis the dimension, counting the batch, or a negative number counted from the end
     * @param passesMask whether the output has the input's mask
     */
    LineOperation(int axis, boolean passesMask, RowFunction function) {
        this.axis = axis;
        this.passesMask = passesMask;
        this.function = function;
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Values input = inputs.get(0);
        Values output = Values.of(input.batch, shape, passesMask ? input.mask : null);
        int dimension = shape.dimension(axis);
        int inner = 1;
        for (int i = dimension + 1; i < shape.rank(); i++) {
            inner *= shape.size(i);
        }
        int stride = inner;
        float[] line = new float[shape.size(dimension)];
        return new Bound(output, () -> run(input.data, output.data, stride, line));
    }

    private void run(float[] in, float[] out, int stride, float[] line) {
        for (int block = 0; block < in.length; block += stride * line.length) {
            for (int start = block; start < block + stride; start++) {
                for (int i = 0; i < line.length; i++) {
                    line[i] = in[start + i * stride];
                }
                function.apply(line, 0, line.length);
                for (int i = 0; i < line.length; i++) {
                    out[start + i * stride] = line[i];
                }
            }
        }
    }
}
