package io.github.klibras.keras.layer;

import java.util.List;

/**
 * An input of the model.
 *
 * @param shape without the batch
 */
public record InputSpec(Shape shape) implements LayerSpec {

    static InputSpec read(LayerConfig config) {
        config.requireOff("sparse");
        config.requireOff("ragged");
        config.requireOff("optional");
        return new InputSpec(config.batchShape());
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (!inputs.isEmpty()) {
            throw new InvalidModelException("is an input, but has inbound layers");
        }
        return shape;
    }
}
