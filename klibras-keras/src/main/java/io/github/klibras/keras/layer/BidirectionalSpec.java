package io.github.klibras.keras.layer;

import java.util.ArrayList;
import java.util.List;

/**
 * Two recurrent layers over the same sequence, one from its start and one from its end. The second layer's output
 * sequence is reversed, which restores the order of time if the second layer goes backwards.
 *
 * @param forward goes backwards only if {@code backward} does not
 * @param backward usually goes backwards
 * @param merge how their outputs are merged
 */
public record BidirectionalSpec(RecurrentSpec forward, RecurrentSpec backward, Merge merge) implements LayerSpec {

    /** The {@code merge_mode} of Keras. */
    public enum Merge {
        /** The features of both, one after the other. */
        CONCAT,
        /** Their sum. */
        SUM,
        /** Their product. */
        MUL,
        /** Their mean. */
        AVE
    }

    static BidirectionalSpec read(LayerConfig config) {
        RecurrentSpec forward = recurrent(config.layer("layer"));
        LayerSpec given = config.layerOrNull("backward_layer");
        RecurrentSpec backward = given == null ? reversed(forward) : recurrent(given);
        if (forward.settings().goBackwards() == backward.settings().goBackwards()
                || forward.returnSequences() != backward.returnSequences()) {
            throw new InvalidModelException("'layer' and 'backward_layer' do not fit together: one must go backwards,"
                    + " and both or none return sequences");
        }
        if (config.isFrozen("layer") != config.isFrozen("backward_layer")) {
            // An .h5 file then holds the weights of the backward layer first.
            throw new InvalidModelException(
                    "'trainable' of 'layer' and 'backward_layer' differ, which is not supported");
        }
        return new BidirectionalSpec(
                // As in Keras, whatever the settings of the layers themselves.
                forward.with(forward.settings().zeroingMasked(forward.returnSequences())),
                backward.with(backward.settings().zeroingMasked(backward.returnSequences())),
                config.oneOf("merge_mode", Merge.class));
    }

    private static RecurrentSpec recurrent(LayerSpec spec) {
        if (spec instanceof RecurrentSpec recurrent) {
            return recurrent;
        }
        throw new InvalidModelException("wraps a layer that is not recurrent");
    }

    private static RecurrentSpec reversed(RecurrentSpec forward) {
        RecurrentSettings settings = forward.settings();
        return forward.with(new RecurrentSettings(
                settings.units(), settings.useBias(), settings.returnSequences(), !settings.goBackwards(), false));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape ahead = forward.outputShape(inputs);
        Shape back = backward.outputShape(inputs);
        if (merge == Merge.CONCAT) {
            return ahead.withLast(Math.addExact(ahead.last(), back.last()));
        }
        if (!ahead.equals(back)) {
            throw new InvalidModelException("merges outputs of shapes " + ahead + " and " + back);
        }
        return ahead;
    }

    /** Returns the weights of both layers; their names start with {@code forward/} and {@code backward/}. */
    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        List<WeightSpec> weights = new ArrayList<>();
        forward.weights(inputs).forEach(weight -> weights.add(weight.within("forward/", "forward_layer/")));
        backward.weights(inputs).forEach(weight -> weights.add(weight.within("backward/", "backward_layer/")));
        return weights;
    }

    @Override
    public boolean masksOutput(List<Boolean> maskedInputs) {
        return forward.masksOutput(maskedInputs);
    }
}
