package io.github.klibras.keras.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A model without its weights.
 *
 * @param sequential whether it is a chain of layers, not any graph
 * @param layers in Keras' order
 * @param inputs names of input layers
 */
public record ModelConfig(
        boolean sequential, String name, List<LayerNode> layers, List<String> inputs, List<TensorReference> outputs) {

    /** Returns what its layers and its outputs refer to. */
    Stream<TensorReference> references() {
        return Stream.concat(outputs.stream(), layers.stream().flatMap(LayerNode::references));
    }

    /**
     * Returns the same model with the uses of models in it counted from 0, as those of layers are. Keras 2 counts them
     * from 1: its models begin with a use of their own, from their construction.
     */
    ModelConfig withUsesOfModelsCountedFromZero() {
        Map<String, Integer> first = new HashMap<>();
        references().forEach(reference -> first.merge(reference.layer(), reference.call(), Math::min));
        layers.stream().filter(layer -> layer.modelOrNull() == null).forEach(layer -> first.remove(layer.name()));
        List<LayerNode> renumbered = new ArrayList<>();
        for (LayerNode layer : layers) {
            List<Call> calls = layer.calls().stream()
                    .map(call -> new Call(renumbered(call.inputs(), first), call.mask(), call.causal()))
                    .toList();
            renumbered.add(layer.calledWith(calls));
        }
        return new ModelConfig(sequential, name, renumbered, inputs, renumbered(outputs, first));
    }

    private static List<TensorReference> renumbered(List<TensorReference> references, Map<String, Integer> first) {
        return references.stream()
                .map(reference -> first.getOrDefault(reference.layer(), 0) == 0
                        ? reference
                        : new TensorReference(reference.layer(), reference.call() - 1, reference.output()))
                .toList();
    }
}
