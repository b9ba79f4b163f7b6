package io.github.klibras.keras;

/**
 * A weight that a layer must have.
 *
 * @param name Keras' name of the variable, such as {@code kernel}; unique within the layer
 * @param group where a {@code .keras} file keeps it below the layer: empty, or a path such as {@code cell}
 * @param shape its exact shape
 */
public record WeightSpec(String name, String group, Shape shape) {

    static WeightSpec of(String name, int... sizes) {
        return new WeightSpec(name, "", Shape.of(sizes));
    }

    static WeightSpec inCell(String name, int... sizes) {
        return new WeightSpec(name, "cell", Shape.of(sizes));
    }
}
