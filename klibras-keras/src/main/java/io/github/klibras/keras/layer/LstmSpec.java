package io.github.klibras.keras.layer;

/**
 * Long short-term memory over [time, features]. The columns of all weights are the gates i, f, c, o, {@code units}
 * each:
 *
 * <pre>
 * i = recurrentActivation(x·Ki + h·Ri + bi)
 * f = recurrentActivation(x·Kf + h·Rf + bf)
 * o = recurrentActivation(x·Ko + h·Ro + bo)
 * c = f * c + i * activation(x·Kc + h·Rc + bc)
 * h = o * activation(c)
 * </pre>
 *
 * @param activation of the candidate and of the cell
 * @param recurrentActivation of the gates
 */
public record LstmSpec(RecurrentSettings settings, Activation activation, Activation recurrentActivation)
        implements RecurrentSpec {

    static LstmSpec read(LayerConfig config) {
        config.ignore("unit_forget_bias");
        return new LstmSpec(
                RecurrentSettings.read(config),
                config.activation("activation"),
                config.activation("recurrent_activation"));
    }

    /** Returns 2: the hidden state and the cell. */
    @Override
    public int states() {
        return 2;
    }

    @Override
    public int gates() {
        return 4;
    }

    @Override
    public LstmSpec with(RecurrentSettings changed) {
        return new LstmSpec(changed, activation, recurrentActivation);
    }
}
