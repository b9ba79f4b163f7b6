package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.BinarySpec;
import io.github.klibras.keras.layer.Shape;
import io.github.klibras.keras.layer.Tensor;

import java.util.List;

final class BinaryOperation implements Operation {

    private final BinarySpec spec;

    BinaryOperation(BinarySpec spec) {
        this.spec = spec;
    }

    /** An operand, of which each of the batch begins so many values after the one before: 0 for a constant. */
    private static final class Operand {

        final float[] data;
        final int[] sources;
        final int perSequence;

        private Operand(float[] data, int[] sources, int perSequence) {
            this.data = data;
            this.sources = sources;
            this.perSequence = perSequence;
        }

        static Operand of(Values values, Shape shape) {
            return new Operand(
                    values.data,
                    Indexes.sources(shape, Indexes.stretchedStrides(values.shape, shape), 0),
                    values.size());
        }

        static Operand of(Tensor constant, Shape shape) {
            Shape own = constant.shape().withRank(shape.rank());
            return new Operand(constant.toArray(), Indexes.sources(shape, Indexes.stretchedStrides(own, shape), 0), 0);
        }
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Values first = inputs.get(0);
        Values output = Values.of(first.batch, shape, null);
        Operand input = Operand.of(first, shape);
        Tensor constant = spec.constant();
        Operand other = constant == null ? Operand.of(inputs.get(1), shape) : Operand.of(constant, shape);
        Operand left = spec.constantFirst() ? other : input;
        Operand right = spec.constantFirst() ? input : other;
        return new Bound(output, () -> run(left, right, output));
    }

    private void run(Operand left, Operand right, Values output) {
        int size = left.sources.length;
        for (int sequence = 0; sequence < output.batch; sequence++) {
            int leftAt = sequence * left.perSequence;
            int rightAt = sequence * right.perSequence;
            for (int i = 0; i < size; i++) {
                output.data[sequence * size + i] =
                        combine(left.data[leftAt + left.sources[i]], right.data[rightAt + right.sources[i]]);
            }
        }
    }

    private float combine(float a, float b) {
        return switch (spec.operator()) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case POWER -> (float) Math.pow(a, b);
            case MAXIMUM -> Math.max(a, b);
            case MINIMUM -> Math.min(a, b);
        };
    }
}
