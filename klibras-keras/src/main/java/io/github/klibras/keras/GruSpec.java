package io.github.klibras.keras;

import java.util.ArrayList;
import java.util.List;

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
 * With {@code resetAfter} the bias is [2, 3·units], one row for the input and one for the recurrent product; without it
 * it is [3·units].
 *
 * @param units the size of the state
 * @param activation of the candidate state
 * @param recurrentActivation of the gates
 * @param useBias whether there is a bias
 * @param resetAfter whether the reset gate is applied after the recurrent product
 * @param returnSequences whether the output is every state, [time, units], or the last one, [units]
 */
public record GruSpec(
        int units,
        Activation activation,
        Activation recurrentActivation,
        boolean useBias,
        boolean resetAfter,
        boolean returnSequences)
        implements LayerSpec {

    static GruSpec read(LayerConfig config) {
        RecurrentSettings.check(config);
        return new GruSpec(
                config.positive("units"),
                config.activation("activation"),
                config.activation("recurrent_activation"),
                config.flag("use_bias"),
                config.flag("reset_after"),
                config.flag("return_sequences"));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Shape.only(inputs).requireRank(2);
        return returnSequences ? input.withLast(units) : Shape.of(units);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        int gates = Math.multiplyExact(3, units);
        List<WeightSpec> weights = new ArrayList<>();
        weights.add(WeightSpec.inCell("kernel", Shape.only(inputs).requireLast(), gates));
        weights.add(WeightSpec.inCell("recurrent_kernel", units, gates));
        if (useBias) {
            weights.add(resetAfter ? WeightSpec.inCell("bias", 2, gates) : WeightSpec.inCell("bias", gates));
        }
        return weights;
    }
}
