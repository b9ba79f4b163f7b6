package io.github.klibras.keras.graph;

import io.github.klibras.keras.layer.LayerSpec;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A layer in the configuration of a model, without its weights: a layer that computes, or a nested model.
 *
 * @param trainable whether Keras would train it; determines where an {@code .h5} file stores its weights
 * @param stored whether Keras stores it in the file; the implied input of a Sequential model is not stored
 * @param specOrNull what it computes; null for a nested model
 * @param modelOrNull the nested model; null for a layer that computes
 * @param calls its uses, all of which share the same weights
 */
public record LayerNode(
        String name,
        String kerasClass,
        boolean trainable,
        boolean stored,
        @Nullable LayerSpec specOrNull,
        @Nullable ModelConfig modelOrNull,
        List<Call> calls) {

    public LayerNode {
        calls = List.copyOf(calls);
    }

    LayerNode calledWith(List<Call> uses) {
        return new LayerNode(name, kerasClass, trainable, stored, specOrNull, modelOrNull, uses);
    }

    LayerNode computing(LayerSpec other) {
        return new LayerNode(name, kerasClass, trainable, stored, other, modelOrNull, calls);
    }

    /** Returns the inputs of all its uses. */
    Stream<TensorReference> references() {
        return calls.stream().flatMap(call -> call.inputs().stream());
    }

    /** Returns the description of the layer for messages. */
    public String title() {
        return "layer '" + name + "' (" + kerasClass + ")";
    }

    public LayerSpec spec() {
        return Objects.requireNonNull(specOrNull, "a model has no spec");
    }

    /** Returns the layers that compute: the layer itself, or those of the nested model. */
    public Stream<LayerNode> leaves() {
        return modelOrNull == null
                ? Stream.of(this)
                : modelOrNull.layers().stream().flatMap(LayerNode::leaves);
    }
}
