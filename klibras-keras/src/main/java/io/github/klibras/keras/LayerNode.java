package io.github.klibras.keras;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A layer in the configuration of a model, without its weights: one that computes, or a model in the place of one.
 *
 * @param trainable whether Keras would train it; tells where an {@code .h5} file keeps its weights
 * @param stored whether Keras keeps it in the file; an input that a Sequential model implies is not
 * @param specOrNull what it computes, if it is no model
 * @param modelOrNull the model that it is
 * @param calls each use; a layer that is used several times computes with the same weights
 */
record LayerNode(
        String name,
        String kerasClass,
        boolean trainable,
        boolean stored,
        @Nullable LayerSpec specOrNull,
        @Nullable ModelConfig modelOrNull,
        List<Call> calls) {

    LayerNode {
        calls = List.copyOf(calls);
    }

    LayerNode calledWith(List<Call> uses) {
        return new LayerNode(name, kerasClass, trainable, stored, specOrNull, modelOrNull, uses);
    }

    /** Returns what messages call it. */
    String title() {
        return "layer '" + name + "' (" + kerasClass + ")";
    }

    LayerSpec spec() {
        return Objects.requireNonNull(specOrNull, "a model has no spec");
    }

    /** Returns the layers that compute: itself, or those of the model that it is. */
    Stream<LayerNode> leaves() {
        return modelOrNull == null
                ? Stream.of(this)
                : modelOrNull.layers().stream().flatMap(LayerNode::leaves);
    }
}
