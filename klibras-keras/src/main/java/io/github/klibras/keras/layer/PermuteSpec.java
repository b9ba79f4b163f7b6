package io.github.klibras.keras.layer;

import java.util.List;

/**
 * A permutation of dimensions.
 *
 * @param dimensions for each dimension of the output, the corresponding dimension of the input, counted from 1
 */
public record PermuteSpec(List<Integer> dimensions) implements LayerSpec {

    public PermuteSpec {
        dimensions = List.copyOf(dimensions);
    }

    static PermuteSpec read(LayerConfig config) {
        return new PermuteSpec(config.integers("dims"));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Shape.only(inputs).requireRank(dimensions.size());
        boolean[] seen = new boolean[input.rank()];
        int[] sizes = new int[input.rank()];
        for (int i = 0; i < sizes.length; i++) {
            int from = dimensions.get(i) - 1;
            if (from < 0 || from >= sizes.length || seen[from]) {
                throw new InvalidModelException("'dims' is " + dimensions + ", which is no permutation");
            }
            seen[from] = true;
            sizes[i] = input.size(from);
        }
        return Shape.of(sizes);
    }
}
