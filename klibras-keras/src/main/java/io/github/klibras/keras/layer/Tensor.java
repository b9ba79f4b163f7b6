package io.github.klibras.keras.layer;

/** Finite numbers with a shape, in C order: the last dimension varies fastest. Immutable and thread-safe. */
public final class Tensor {

    private final Shape shape;
    private final float[] values;

    private Tensor(Shape shape, float[] values) {
        this.shape = shape;
        this.values = values;
    }

    /**
     * Creates a tensor from a copy of the given values.
     *
     * @throws IllegalArgumentException if their number does not fit the shape, or one is NaN or infinite
     */
    public static Tensor of(Shape shape, float... values) {
        return owning(shape, values.clone());
    }

    /** Creates a tensor from an array without copying it; no one else may hold the array. */
    public static Tensor owning(Shape shape, float[] values) {
        if (values.length != shape.elements()) {
            throw new IllegalArgumentException(values.length + " values do not fill shape " + shape);
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("value " + i + " is " + values[i]);
            }
        }
        return new Tensor(shape, values);
    }

    public Shape shape() {
        return shape;
    }

    /** Returns the number of values. */
    public int size() {
        return values.length;
    }

    /** Returns one value by its index in C order. */
    public float value(int index) {
        return values[index];
    }

    /** Returns a copy of all values in C order. */
    public float[] toArray() {
        return values.clone();
    }

    @Override
    public String toString() {
        return "Tensor" + shape;
    }
}
