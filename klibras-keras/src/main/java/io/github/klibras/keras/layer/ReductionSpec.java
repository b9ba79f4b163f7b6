package io.github.klibras.keras.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One value in place of all along some dimensions. The output has no mask.
 *
 * @param kind how the values are combined
 * @param axes the dimensions, counting the batch, or negative numbers counted from the end
 * @param keepDimensions whether the dimensions stay, with size 1
 */
public record ReductionSpec(Kind kind, List<Integer> axes, boolean keepDimensions) implements LayerSpec {

    /** Ways to combine values. */
    public enum Kind {
        SUM,
        MEAN,
        MAX,
        MIN,
        PROD,
        /** The mean square of the differences from the mean. */
        VAR,
        /** The square root of {@link #VAR}. */
        STD
    }

    public ReductionSpec {
        axes = List.copyOf(axes);
    }

    /** Returns the dimensions of an input that are combined, without the batch. */
    public Set<Integer> dimensions(Shape input) {
        Set<Integer> dimensions = new TreeSet<>();
        axes.forEach(axis -> dimensions.add(input.dimension(axis)));
        return dimensions;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Shape.only(inputs);
        Set<Integer> combined = dimensions(input);
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < input.rank(); i++) {
            if (!combined.contains(i)) {
                sizes.add(input.size(i));
            } else if (keepDimensions) {
                sizes.add(1);
            }
        }
        return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
    }
}
