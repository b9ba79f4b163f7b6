package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.GroupNormalizationSpec;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.Shape;
import org.jspecify.annotations.Nullable;

import java.util.List;

final class GroupNormalizationOperation implements Operation {

    private final GroupNormalizationSpec spec;
    private final float @Nullable [] gamma;
    private final float @Nullable [] beta;

    GroupNormalizationOperation(GroupNormalizationSpec spec, KerasLayer layer) {
        this.spec = spec;
        this.gamma = spec.scale() ? layer.weight("gamma").toArray() : null;
        this.beta = spec.center() ? layer.weight("beta").toArray() : null;
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Values input = inputs.get(0);
        Values output = Values.of(input.batch, shape, input.mask);
        int groups = spec.groupsOf(input.last());
        return new Bound(output, () -> {
            for (int sequence = 0; sequence < input.batch; sequence++) {
                for (int group = 0; group < groups; group++) {
                    normalize(input, output, sequence * input.size(), group * (input.last() / groups), groups);
                }
            }
        });
    }

    private void normalize(Values input, Values output, int start, int firstChannel, int groups) {
        int channels = input.last() / groups;
        int count = input.size() / groups;
        double sum = 0;
        for (int row = start; row < start + input.size(); row += input.last()) {
            for (int i = row + firstChannel; i < row + firstChannel + channels; i++) {
                sum += input.data[i];
            }
        }
        double mean = sum / count;
        double squares = 0;
        for (int row = start; row < start + input.size(); row += input.last()) {
            for (int i = row + firstChannel; i < row + firstChannel + channels; i++) {
                squares += (input.data[i] - mean) * (input.data[i] - mean);
            }
        }
        double factor = 1 / Math.sqrt(squares / count + spec.epsilon());
        for (int row = start; row < start + input.size(); row += input.last()) {
            for (int channel = firstChannel; channel < firstChannel + channels; channel++) {
                double normalized = (input.data[row + channel] - mean) * factor;
                double scaled = gamma == null ? normalized : normalized * gamma[channel];
                output.data[row + channel] = (float) (beta == null ? scaled : scaled + beta[channel]);
            }
        }
    }
}
