package io.github.klibras.keras.layer;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The sizes of a tensor. Shapes of layer inputs and outputs leave out the batch dimension. Immutable.
 */
public final class Shape {

    /** A size that the model leaves open, such as the number of frames. */
    public static final int UNKNOWN = -1;

    private final int[] sizes;

    private Shape(int[] sizes) {
        this.sizes = sizes;
    }

    /**
     * Creates a shape; without sizes, it is the shape of a single number.
     *
     * @param sizes each positive or {@link #UNKNOWN}
     * @throws IllegalArgumentException if a size is neither
     */
    public static Shape of(int... sizes) {
        for (int size : sizes) {
            if (size < 1 && size != UNKNOWN) {
                throw new IllegalArgumentException("Not a shape: " + Arrays.toString(sizes));
            }
        }
        return new Shape(sizes.clone());
    }

    /** Reads a shape as written by Keras, {@code [null, 100, 258]}, and leaves out the batch. */
    public static Shape withoutBatch(@Nullable Object written) {
        if (!(written instanceof List<?> list) || list.isEmpty()) {
            throw new InvalidModelException("the shape " + written + " is not a list of numbers");
        }
        int[] sizes = new int[list.size() - 1];
        for (int i = 0; i < sizes.length; i++) {
            Object size = list.get(i + 1);
            if (size != null && !(size instanceof Integer number && number > 0)) {
                throw new InvalidModelException("the shape " + written + " has the size " + size);
            }
            sizes[i] = size instanceof Integer number ? number : UNKNOWN;
        }
        return new Shape(sizes);
    }

    /** Returns the only one of a layer's inputs. */
    static Shape only(List<Shape> inputs) {
        if (inputs.size() != 1) {
            throw new InvalidModelException("has " + inputs.size() + " inputs, but one is expected");
        }
        return inputs.get(0);
    }

    /** Returns this shape if it has the given rank. */
    Shape requireRank(int rank) {
        if (rank() != rank) {
            throw new InvalidModelException(
                    "gets input of shape " + this + ", but " + rank + " sizes (without the batch) are supported");
        }
        return this;
    }

    /** Returns the last size, which must be known. */
    int requireLast() {
        if (rank() == 0 || last() == UNKNOWN) {
            throw new InvalidModelException("gets input of shape " + this + ", but the last size must be known");
        }
        return last();
    }

    public int rank() {
        return sizes.length;
    }

    /** Returns one size, or {@link #UNKNOWN}. */
    public int size(int dimension) {
        return sizes[dimension];
    }

    /**
     * Returns the last size, the features or channels of Keras' default layout.
     *
     * @throws InvalidModelException if this is the shape of a single number, which has no sizes
     */
    public int last() {
        requireSizes();
        return sizes[sizes.length - 1];
    }

    /** Returns whether all sizes are known. */
    public boolean isKnown() {
        return Arrays.stream(sizes).noneMatch(size -> size == UNKNOWN);
    }

    /**
     * Returns the number of values.
     *
     * @throws IllegalStateException if a size is unknown
     */
    public long elements() {
        if (!isKnown()) {
            throw new IllegalStateException("The number of values of shape " + this + " is not known");
        }
        return Arrays.stream(sizes).asLongStream().reduce(1, Math::multiplyExact);
    }

    /** Returns the number of values if all sizes that are unknown are 1. */
    public long elementsAtLeast() {
        return Arrays.stream(sizes)
                .filter(size -> size != UNKNOWN)
                .asLongStream()
                .reduce(1, Math::multiplyExact);
    }

    /**
     * Returns a copy with another last size.
     *
     * @throws InvalidModelException if this is the shape of a single number, which has no sizes
     */
    public Shape withLast(int size) {
        requireSizes();
        int[] copy = sizes.clone();
        copy[copy.length - 1] = size;
        return of(copy);
    }

    /** Returns a copy with a size inserted before the others. */
    Shape withFirst(int size) {
        int[] copy = new int[sizes.length + 1];
        copy[0] = size;
        System.arraycopy(sizes, 0, copy, 1, sizes.length);
        return of(copy);
    }

    /** Returns a copy with another first size. */
    Shape withFirstSize(int size) {
        return withoutFirst().withFirst(size);
    }

    /** Returns a copy without the first size. */
    Shape withoutFirst() {
        requireSizes();
        return of(Arrays.copyOfRange(sizes, 1, sizes.length));
    }

    /**
     * Returns the index of a dimension that Keras counts including the batch, or from the end if negative.
     *
     * @throws InvalidModelException if it is the batch or does not exist
     */
    public int dimension(int axis) {
        int dimension = axis < 0 ? axis + sizes.length : axis - 1;
        if (dimension < 0 || dimension >= sizes.length) {
            throw new InvalidModelException("'axis' is " + axis + ", but the input is " + this);
        }
        return dimension;
    }

    /** Returns a copy with sizes of 1 in front, up to a rank. */
    public Shape withRank(int rank) {
        Shape shape = this;
        while (shape.rank() < rank) {
            shape = shape.withFirst(1);
        }
        return shape;
    }

    /**
     * Returns the shape of both together, where sizes of 1 are stretched to those of the other.
     *
     * @throws InvalidModelException if they differ in rank, or in a size that is not 1
     */
    Shape stretchedTo(Shape other) {
        int[] stretched = toArray();
        if (rank() != other.rank()) {
            throw new InvalidModelException("cannot combine inputs of shapes " + this + " and " + other);
        }
        for (int i = 0; i < stretched.length; i++) {
            int size = other.sizes[i];
            if (stretched[i] == 1) {
                stretched[i] = size;
            } else if (size != 1 && size != stretched[i]) {
                throw new InvalidModelException("cannot combine inputs of shapes " + this + " and " + other);
            }
        }
        return of(stretched);
    }

    /** Returns the size of a dimension, which must be known. */
    int requireKnown(int dimension) {
        if (sizes[dimension] == UNKNOWN) {
            throw new InvalidModelException(
                    "gets input of shape " + this + ", but size " + dimension + " must be known");
        }
        return sizes[dimension];
    }

    private void requireSizes() {
        if (sizes.length == 0) {
            throw new InvalidModelException("the shape [] of a single number has no last size");
        }
    }

    /** Returns whether all sizes are known and equal to those of the pattern that are known. */
    public boolean fits(Shape pattern) {
        boolean fits = rank() == pattern.rank() && isKnown();
        for (int i = 0; fits && i < sizes.length; i++) {
            fits = pattern.sizes[i] == UNKNOWN || pattern.sizes[i] == sizes[i];
        }
        return fits;
    }

    public int[] toArray() {
        return sizes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape that && Arrays.equals(sizes, that.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    /** Returns the shape in the form {@code [100, 258]}, with {@code ?} for an unknown size. */
    @Override
    public String toString() {
        return Arrays.stream(sizes)
                .mapToObj(size -> size == UNKNOWN ? "?" : Integer.toString(size))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
