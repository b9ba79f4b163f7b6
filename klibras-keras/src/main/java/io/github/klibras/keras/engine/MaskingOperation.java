package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.MaskingSpec;
import io.github.klibras.keras.layer.Shape;

import java.util.Arrays;
import java.util.List;

final class MaskingOperation implements Operation {

    private final float maskValue;

    MaskingOperation(MaskingSpec spec) {
        this.maskValue = (float) spec.maskValue();
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Values input = inputs.get(0);
        boolean[] mask = new boolean[input.rows()];
        Values output = Values.of(input.batch, shape, mask);
        return new Bound(output, () -> run(input, output, mask));
    }

    private void run(Values input, Values output, boolean[] mask) {
        int features = input.last();
        for (int row = 0; row < mask.length; row++) {
            int at = row * features;
            mask[row] = counts(input.data, at, at + features);
            if (mask[row]) {
                System.arraycopy(input.data, at, output.data, at, features);
            } else {
                Arrays.fill(output.data, at, at + features, 0);
            }
        }
    }

    private boolean counts(float[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            if (data[i] != maskValue) {
                return true;
            }
        }
        return false;
    }
}
