package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.GruSpec;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.LstmSpec;
import io.github.klibras.keras.layer.RecurrentSpec;
import io.github.klibras.keras.layer.Shape;
import io.github.klibras.keras.layer.SimpleRnnSpec;

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

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Values input = inputs.get(0);
        Values output = Values.of(input.batch, shape, spec.returnSequences() ? input.mask : null);
        RecurrentRun run = new RecurrentRun(
                cell.state(input.batch, kernels), spec.settings(), false, input, output.data, 0, spec.units());
        return new Bound(output, run::run);
    }
}
