package io.github.klibras.keras.engine;

import io.github.klibras.keras.KerasInputException;
import io.github.klibras.keras.layer.EmbeddingSpec;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.Shape;

import java.util.List;

final class EmbeddingOperation implements Operation {

    private final EmbeddingSpec spec;
    private final float[] table;

    EmbeddingOperation(EmbeddingSpec spec, KerasLayer layer) {
        this.spec = spec;
        this.table = layer.weight("embeddings").toArray();
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Values input = inputs.get(0);
        boolean[] mask = spec.maskZero() ? new boolean[input.data.length] : null;
        Values output = Values.of(input.batch, shape, mask);
        return new Bound(output, () -> {
            for (int i = 0; i < input.data.length; i++) {
                int row = (int) input.data[i];
                if (row < 0 || row >= spec.rows()) {
                    throw new KerasInputException("The model takes whole numbers from 0 to " + (spec.rows() - 1)
                            + " for its embedding, but got " + input.data[i]);
                }
                System.arraycopy(table, row * spec.features(), output.data, i * spec.features(), spec.features());
                if (mask != null) {
                    mask[i] = row != 0;
                }
            }
        });
    }
}
