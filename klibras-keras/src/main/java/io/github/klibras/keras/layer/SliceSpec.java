package io.github.klibras.keras.layer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A part of a tensor, as Python writes it: {@code x[:, -1]}, {@code x[:, 1:3, ::2]}. The output has no mask.
 *
 * @param parts an {@link Part.Index} or {@link Part.Range} for each dimension after the batch, a {@link Part.NewAxis} for
 *     each new dimension, and at most one {@link Part.Rest}; dimensions left over at the end are taken whole
 */
public record SliceSpec(List<Part> parts) implements LayerSpec {

    /** A part of one dimension. */
    public sealed interface Part {

        /**
         * One place, whose dimension disappears.
         *
         * @param place counted from the end if negative
         */
        record Index(int place) implements Part {}

        /**
         * A range, Python's {@code start:stop:step}.
         *
         * @param start the first index, counted from the end if negative; null if omitted
         * @param stop the index before which the range ends, counted from the end if negative; null if omitted
         * @param step the distance between indices, not 0; negative to go backward
         */
        record Range(@Nullable Integer start, @Nullable Integer stop, int step) implements Part {

            public Range {
                if (step == 0) {
                    throw new InvalidModelException("has a slice with step 0");
                }
            }

            /** Returns whether it is {@code :}, which takes a whole dimension. */
            public boolean isWhole() {
                return start == null && stop == null && step == 1;
            }

            /** Returns the index of the first element taken from a dimension of this size; meaningless if {@link #count} is 0. */
            public int first(int size) {
                int usual = step > 0 ? 0 : size - 1;
                return start == null ? usual : bounded(start, size);
            }

            /** Returns how many elements it takes from a dimension of this size, possibly 0. */
            public int count(int size) {
                int end = stop == null ? (step > 0 ? size : -1) : bounded(stop, size);
                int distance = step > 0 ? end - first(size) : first(size) - end;
                int stride = Math.abs(step);
                return Math.max(0, (distance + stride - 1) / stride);
            }

            private int bounded(int place, int size) {
                int counted = place < 0 ? place + size : place;
                return step > 0 ? Math.max(0, Math.min(size, counted)) : Math.max(-1, Math.min(size - 1, counted));
            }
        }

        /** A new dimension of size 1. */
        record NewAxis() implements Part {}

        /** All dimensions that the other parts leave over, whole: Python's {@code ...}. */
        record Rest() implements Part {}
    }

    /** Checks that {@link Part.Rest} stands once at most. */
    public SliceSpec {
        parts = List.copyOf(parts);
        if (Collections.frequency(parts, new Part.Rest()) > 1) {
            throw new InvalidModelException("takes a part with more than one '...'");
        }
    }

    /**
     * Returns the parts of an input, one for each of its dimensions besides those that are new.
     *
     * @throws InvalidModelException if there are more parts than dimensions
     */
    public List<Part> partsOf(Shape input) {
        List<Part> all = new ArrayList<>();
        int left = input.rank();
        for (Part part : parts) {
            left -= part instanceof Part.NewAxis || part instanceof Part.Rest ? 0 : 1;
        }
        if (left < 0) {
            throw new InvalidModelException("takes a part " + parts + " of input of shape " + input);
        }
        List<Part> rest = Collections.nCopies(left, new Part.Range(null, null, 1));
        for (Part part : parts) {
            all.addAll(part instanceof Part.Rest ? rest : List.of(part));
        }
        if (!parts.contains(new Part.Rest())) {
            all.addAll(rest);
        }
        return all;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Shape.only(inputs);
        List<Integer> sizes = new ArrayList<>();
        int dimension = 0;
        for (Part part : partsOf(input)) {
            if (part instanceof Part.NewAxis) {
                sizes.add(1);
                continue;
            }
            int size = input.size(dimension++);
            if (part instanceof Part.Range range) {
                sizes.add(size(range, size));
            } else if (part instanceof Part.Index index && size != Shape.UNKNOWN) {
                requireInside(index.place(), size);
            }
        }
        return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
    }

    private static int size(Part.Range range, int size) {
        if (size == Shape.UNKNOWN) {
            return Shape.UNKNOWN;
        }
        int count = range.count(size);
        if (count == 0) {
            throw new InvalidModelException("takes nothing of a dimension of size " + size);
        }
        return count;
    }

    private static void requireInside(int place, int size) {
        if (place >= size || place < -size) {
            throw new InvalidModelException("takes index " + place + " of a dimension of size " + size);
        }
    }
}
