package io.github.klibras.keras;

import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.Shape;
import io.github.klibras.keras.layer.Tensor;

import java.util.List;
import java.util.Locale;

/**
 * A trained Keras model as plain data: a graph of layers with their settings and weights. Immutable and thread-safe.
 *
 * @param source the origin of the model, for messages
 * @param kerasVersion the version of Keras that wrote it
 * @param kind its class in Keras
 * @param name the model's own name
 * @param layers all layers, each after those that provide its input
 * @param inputs names of the layers that take the model's input
 * @param outputs names of the layers whose output is the model's output
 * @param sha256 SHA-256 of the file that it was read from, 64 lower-case hexadecimal digits; empty if it was not read
 *     from a file
 */
public record KerasModel(
        String source,
        String kerasVersion,
        Kind kind,
        String name,
        List<KerasLayer> layers,
        List<String> inputs,
        List<String> outputs,
        String sha256) {

    /** The model classes of Keras. */
    public enum Kind {
        /** A chain of layers. */
        SEQUENTIAL,
        /** Any acyclic graph of layers. */
        FUNCTIONAL
    }

    public KerasModel {
        layers = List.copyOf(layers);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    KerasModel readFrom(String fileHash) {
        return new KerasModel(source, kerasVersion, kind, name, layers, inputs, outputs, fileHash);
    }

    /**
     * Returns a layer by its name.
     *
     * @throws IllegalArgumentException if there is no layer of that name
     */
    public KerasLayer layer(String layerName) {
        return layers.stream()
                .filter(layer -> layer.name().equals(layerName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No layer '" + layerName + "' in " + source));
    }

    /**
     * Returns the shape of the only input, without the batch; [frames, features] for a sequence model.
     *
     * @throws KerasModelException if the model has several inputs
     */
    public Shape inputShape() {
        return layer(only(inputs, "inputs")).outputShape();
    }

    /**
     * Returns the shape of the only output, without the batch; [classes] for a classifier.
     *
     * @throws KerasModelException if the model has several outputs
     */
    public Shape outputShape() {
        return layer(only(outputs, "outputs")).outputShape();
    }

    /** Returns the model as a table for people: a line for each layer with its shape, parameters and inputs. */
    public String summary() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%s (%s, Keras %s)%n", name, kind, kerasVersion));
        for (KerasLayer layer : layers) {
            long count =
                    layer.weights().values().stream().mapToLong(Tensor::size).sum();
            text.append(String.format(
                    Locale.ROOT,
                    "  %-28s %-24s %-18s %,12d  %s%n",
                    layer.name(),
                    layer.kerasClass(),
                    layer.outputShape(),
                    count,
                    String.join(", ", layer.inputs())));
        }
        text.append(
                String.format(Locale.ROOT, "%,d parameters; inputs %s, outputs %s%n", parameters(), inputs, outputs));
        return text.toString();
    }

    /** Returns the number of values in all weights. */
    public long parameters() {
        return layers.stream()
                .flatMap(layer -> layer.weights().values().stream())
                .mapToLong(Tensor::size)
                .sum();
    }

    private String only(List<String> names, String what) {
        if (names.size() != 1) {
            throw new KerasModelException(source + ": the model has " + names.size() + " " + what + " " + names
                    + ", but a model with one was expected");
        }
        return names.get(0);
    }
}
