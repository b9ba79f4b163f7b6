package io.github.klibras.keras.layer;

import java.util.List;

/**
 * {@code scale · x + offset}.
 *
 * @param scale one number for all features, or one for each
 * @param offset likewise
 */
public record RescalingSpec(List<Double> scale, List<Double> offset) implements ElementwiseSpec {

    public RescalingSpec {
        scale = List.copyOf(scale);
        offset = List.copyOf(offset);
    }

    static RescalingSpec read(LayerConfig config) {
        return new RescalingSpec(config.numbersOrNone("scale"), config.numbersOrNone("offset"));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Shape.only(inputs);
        for (List<Double> numbers : List.of(scale, offset)) {
            if (numbers.isEmpty() || (numbers.size() > 1 && numbers.size() != input.requireLast())) {
                throw new InvalidModelException(
                        "has 'scale' " + scale + " and 'offset' " + offset + ", but gets input of shape " + input);
            }
        }
        return input;
    }
}
