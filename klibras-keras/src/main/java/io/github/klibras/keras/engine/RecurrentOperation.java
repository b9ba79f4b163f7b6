package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.GruSpec;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.LstmSpec;
import io.github.klibras.keras.layer.RecurrentSettings;
import io.github.klibras.keras.layer.RecurrentSpec;
import io.github.klibras.keras.layer.Shape;
import io.github.klibras.keras.layer.SimpleRnnSpec;
import io.github.klibras.keras.layer.StateSpec;

import java.util.List;

final class RecurrentOperation implements Operation {

    private final RecurrentSpec spec;
    private final RecurrentCell cell;

    RecurrentOperation(RecurrentSpec spec, KerasLayer layer, Kernels kernels) {
        this.spec = spec;
        this.cell = cell(spec, layer, "", kernels);
    }

    /**
     * Creates the cell of a layer.
     *
     * @param prefix of the names of its weights
     */
    static RecurrentCell cell(RecurrentSpec spec, KerasLayer layer, String prefix, Kernels kernels) {
        if (spec instanceof GruSpec gru) {
            return new GruCell(gru, layer, prefix, kernels);
        }
        if (spec instanceof LstmSpec lstm) {
            return new LstmCell(lstm, layer, prefix, kernels);
        }
        return new SimpleRnnCell((SimpleRnnSpec) spec, layer, prefix, kernels);
    }

    /** Computes a state of a layer. */
    static Operation ofState(StateSpec spec, KerasLayer layer, Kernels kernels) {
        RecurrentOperation operation = new RecurrentOperation(withoutSequences(spec.layer()), layer, kernels);
        return (inputs, shape, workspaceKernels) -> operation.bindState(spec.index(), inputs, shape, workspaceKernels);
    }

    private static RecurrentSpec withoutSequences(RecurrentSpec spec) {
        RecurrentSettings settings = spec.settings();
        return spec.with(
                new RecurrentSettings(settings.units(), settings.useBias(), false, settings.goBackwards(), false));
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Values input = inputs.get(0);
        Values output = Values.of(input.batch, shape, spec.returnSequences() ? input.mask : null);
        return new Bound(output, step(cell.state(input.batch, kernels), inputs, output));
    }

    private Bound bindState(int index, List<Values> inputs, Shape shape, Kernels kernels) {
        RecurrentCell.State state = cell.state(inputs.get(0).batch, kernels);
        Values output = Values.of(inputs.get(0).batch, shape, null);
        Runnable step = step(state, inputs, output);
        float[] values = state.all().get(index);
        return new Bound(output, () -> {
            step.run();
            System.arraycopy(values, 0, output.data, 0, values.length);
        });
    }

    private Runnable step(RecurrentCell.State state, List<Values> inputs, Values output) {
        RecurrentRun run = new RecurrentRun(state, spec.settings(), false, inputs.get(0), output.data, 0, spec.units());
        List<Values> initialStates = List.copyOf(inputs.subList(1, inputs.size()));
        return initialStates.isEmpty() ? run::run : () -> run.runFrom(initialStates);
    }
}
