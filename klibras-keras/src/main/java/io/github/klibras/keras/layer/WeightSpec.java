package io.github.klibras.keras.layer;

/**
 * A weight that a layer must have.
 *
 * @param name Keras' name of the variable, such as {@code kernel}; unique within the layer, and therefore preceded by a
 *     path if the layer wraps others: {@code forward/kernel}
 * @param group the path below the layer in a {@code .keras} file: empty, or a path such as {@code cell}
 * @param shape its exact shape
 * @param trainable whether Keras trains it; an {@code .h5} file stores trainable weights before the others
 */
public record WeightSpec(String name, String group, Shape shape, boolean trainable) {

    static WeightSpec of(String name, int... sizes) {
        return new WeightSpec(name, "", Shape.of(sizes), true);
    }

    static WeightSpec inCell(String name, int... sizes) {
        return new WeightSpec(name, "cell", Shape.of(sizes), true);
    }

    static WeightSpec untrained(String name, int... sizes) {
        return new WeightSpec(name, "", Shape.of(sizes), false);
    }

    WeightSpec within(String namePrefix, String groupPrefix) {
        String path = groupPrefix + group;
        return new WeightSpec(
                namePrefix + name, path.endsWith("/") ? path.substring(0, path.length() - 1) : path, shape, trainable);
    }

    /** Returns the name without the path before it. */
    public String variable() {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
