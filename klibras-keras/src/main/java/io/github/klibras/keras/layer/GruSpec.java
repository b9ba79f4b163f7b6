package io.github.klibras.keras.layer;

/**
 * Gated recurrent unit over [time, features]. The columns of all weights are the gates z, r, h, {@code units} each:
 *
 * <pre>
 * z  = recurrentActivation(x·Kz + h·Rz + bz)
 * r  = recurrentActivation(x·Kr + h·Rr + br)
 * h~ = activation(x·Kh + b0h + r * (h·Rh + b1h))   if resetAfter
 * h~ = activation(x·Kh + bh + (r * h)·Rh)          else
 * h  = z * h + (1 - z) * h~
 * </pre>
 *
 * With {@code resetAfter}, the bias is [2, 3·units], one row for the input and one for the recurrent product; otherwise
 * it is [3·units].
 *
 * @param activation of the candidate state
 * @param recurrentActivation of the gates
 * @param resetAfter whether the reset gate is applied after the recurrent product
 */
public record GruSpec(
        RecurrentSettings settings, Activation activation, Activation recurrentActivation, boolean resetAfter)
        implements RecurrentSpec {

    static GruSpec read(LayerConfig config) {
        return new GruSpec(
                RecurrentSettings.read(config),
                config.activation("activation"),
                config.activation("recurrent_activation"),
                config.flag("reset_after"));
    }

    @Override
    public int gates() {
        return 3;
    }

    @Override
    public GruSpec with(RecurrentSettings changed) {
        return new GruSpec(changed, activation, recurrentActivation, resetAfter);
    }

    @Override
    public WeightSpec biasSpec(int columns) {
        return resetAfter ? WeightSpec.inCell("bias", 2, columns) : WeightSpec.inCell("bias", columns);
    }
}
