package io.github.klibras.keras.layer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Dimensions of size 1 that are added or removed; the values stay. The output has no mask.
 *
 * @param axes the dimensions, counting the batch, or negative numbers counted from the end; those of the output if they
 *     are added, else those of the input
 * @param added whether they are added, not removed
 */
public record AxisSpec(List<Integer> axes, boolean added) implements LayerSpec {

    public AxisSpec {
        axes = List.copyOf(axes);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Shape.only(inputs);
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < input.rank(); i++) {
            sizes.add(input.size(i));
        }
        int rank = added ? input.rank() + axes.size() : input.rank();
        List<Integer> dimensions = new ArrayList<>();
        for (int axis : axes) {
            int dimension = axis < 0 ? axis + rank : axis - 1;
            if (dimension < 0 || dimension >= rank) {
                throw new InvalidModelException("'axis' is " + axis + ", but the input is " + input);
            }
            dimensions.add(dimension);
        }
        dimensions.sort(added ? Comparator.naturalOrder() : Comparator.reverseOrder());
        for (int dimension : dimensions) {
            if (added) {
                sizes.add(dimension, 1);
            } else if (sizes.remove(dimension) != 1) {
                throw new InvalidModelException("removes dimensions " + axes + " of input of shape " + input);
            }
        }
        return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
    }
}
