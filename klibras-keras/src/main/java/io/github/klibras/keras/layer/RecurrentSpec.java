package io.github.klibras.keras.layer;

import java.util.ArrayList;
import java.util.List;

/** A recurrent layer over [time, features]. */
public sealed interface RecurrentSpec extends LayerSpec permits GruSpec, LstmSpec, SimpleRnnSpec {

    RecurrentSettings settings();

    /** Returns the number of gates, for each of which the weights have {@code units} columns. */
    int gates();

    /** Returns the same layer with other settings. */
    RecurrentSpec with(RecurrentSettings settings);

    /** Returns the number of states, each of {@link #units} values. */
    default int states() {
        return 1;
    }

    /** Returns the size of the state. */
    default int units() {
        return settings().units();
    }

    default boolean useBias() {
        return settings().useBias();
    }

    default boolean returnSequences() {
        return settings().returnSequences();
    }

    @Override
    default Shape outputShape(List<Shape> inputs) {
        Shape input = sequence(inputs).requireRank(2);
        return returnSequences() ? input.withLast(units()) : Shape.of(units());
    }

    /** Returns the shape of the sequence, after which the initial states may come. */
    private Shape sequence(List<Shape> inputs) {
        boolean initialized = inputs.size() == 1 + states();
        for (Shape state : inputs.subList(1, inputs.size())) {
            initialized &= state.equals(Shape.of(units()));
        }
        if (inputs.size() != 1 && !initialized) {
            throw new InvalidModelException("gets inputs of shapes " + inputs + ", but a sequence and perhaps "
                    + states() + " initial states of " + units() + " values are expected");
        }
        return inputs.get(0);
    }

    @Override
    default List<WeightSpec> weights(List<Shape> inputs) {
        int columns = Math.multiplyExact(gates(), units());
        List<WeightSpec> weights = new ArrayList<>();
        weights.add(WeightSpec.inCell("kernel", sequence(inputs).requireLast(), columns));
        weights.add(WeightSpec.inCell("recurrent_kernel", units(), columns));
        if (useBias()) {
            weights.add(biasSpec(columns));
        }
        return weights;
    }

    /** Returns the specification of the bias, if there is one. */
    default WeightSpec biasSpec(int columns) {
        return WeightSpec.inCell("bias", columns);
    }

    @Override
    default boolean masksOutput(List<Boolean> maskedInputs) {
        return returnSequences() && maskedInputs.get(0);
    }
}
