package io.github.klibras.keras.layer;

import java.util.List;

/**
 * A change of shape that keeps the values.
 *
 * @param target without the batch; one size may be {@link Shape#UNKNOWN} and is inferred
 */
public record ReshapeSpec(Shape target) implements LayerSpec {

    static ReshapeSpec read(LayerConfig config) {
        return new ReshapeSpec(Shape.of(config.sizes("target_shape")));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Shape.only(inputs);
        if (!input.isKnown()) {
            return target;
        }
        long values = input.elements();
        int[] sizes = target.toArray();
        int open = -1;
        long rest = 1;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == Shape.UNKNOWN && open < 0) {
                open = i;
            } else if (sizes[i] == Shape.UNKNOWN) {
                throw new InvalidModelException("'target_shape' is " + target + ", but only one size may be open");
            } else {
                rest = Math.multiplyExact(rest, sizes[i]);
            }
        }
        if (open < 0 ? rest != values : values % rest != 0) {
            throw new InvalidModelException("cannot make " + target + " of " + input);
        }
        if (open >= 0) {
            sizes[open] = Math.toIntExact(values / rest);
        }
        return Shape.of(sizes);
    }
}
