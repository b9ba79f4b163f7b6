package io.github.klibras.keras.layer;

import java.util.List;

/**
 * {@code min(max(x, least), greatest)}. The output has no mask.
 *
 * @param least the least value of the output
 * @param greatest the greatest value of the output
 */
public record ClipSpec(double least, double greatest) implements LayerSpec {

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return Shape.only(inputs);
    }
}
