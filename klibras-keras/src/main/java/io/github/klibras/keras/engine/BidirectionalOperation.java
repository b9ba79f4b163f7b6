package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.BidirectionalSpec;
import io.github.klibras.keras.layer.BidirectionalSpec.Merge;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.RecurrentSpec;
import io.github.klibras.keras.layer.Shape;

import java.util.List;

final class BidirectionalOperation implements Operation {

    private final BidirectionalSpec spec;
    private final RecurrentCell forward;
    private final RecurrentCell backward;

    BidirectionalOperation(BidirectionalSpec spec, KerasLayer layer, Kernels kernels) {
        this.spec = spec;
        this.forward = RecurrentOperation.cell(spec.forward(), layer, "forward/", kernels);
        this.backward = RecurrentOperation.cell(spec.backward(), layer, "backward/", kernels);
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Values input = inputs.get(0);
        Values output = Values.of(input.batch, shape, spec.forward().returnSequences() ? input.mask : null);
        boolean concat = spec.merge() == Merge.CONCAT;
        int width = shape.last();
        float[] other = concat ? output.data : new float[output.data.length];
        RecurrentRun ahead =
                run(forward.state(input.batch, kernels), spec.forward(), false, input, output.data, 0, width);
        RecurrentRun back = run(
                backward.state(input.batch, kernels),
                spec.backward(),
                true,
                input,
                other,
                concat ? forward.units() : 0,
                width);
        return new Bound(output, () -> {
            ahead.run();
            back.run();
            if (!concat) {
                merge(output.data, other);
            }
        });
    }

    private static RecurrentRun run(
            RecurrentCell.State state,
            RecurrentSpec spec,
            boolean turnedRound,
            Values input,
            float[] output,
            int offset,
            int width) {
        return new RecurrentRun(state, spec.settings(), turnedRound, input, output, offset, width);
    }

    private void merge(float[] ahead, float[] back) {
        for (int i = 0; i < ahead.length; i++) {
            ahead[i] = switch (spec.merge()) {
                case MUL -> ahead[i] * back[i];
                case AVE -> (ahead[i] + back[i]) / 2;
                default -> ahead[i] + back[i];
            };
        }
    }
}
