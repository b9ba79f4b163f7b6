package io.github.klibras.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Orders the layers of a graph. */
final class LayerOrder {

    private LayerOrder() {}

    /** Returns the layers so that each comes after all its inputs; a list in such an order stays as it is. */
    static List<LayerNode> inputsFirst(List<LayerNode> layers) {
        Map<String, LayerNode> waiting = new LinkedHashMap<>();
        layers.forEach(layer -> waiting.put(layer.name(), layer));
        layers.forEach(layer -> requireKnown(layer, waiting));
        List<LayerNode> ordered = new ArrayList<>();
        while (!waiting.isEmpty()) {
            LayerNode next = waiting.values().stream()
                    .filter(layer -> layer.inputs().stream().noneMatch(waiting::containsKey))
                    .findFirst()
                    .orElseThrow(() -> new KerasModelException("layers go round in a circle: " + waiting.keySet()));
            waiting.remove(next.name());
            ordered.add(next);
        }
        return ordered;
    }

    private static void requireKnown(LayerNode layer, Map<String, LayerNode> layers) {
        for (String input : layer.inputs()) {
            if (!layers.containsKey(input)) {
                throw new KerasModelException(
                        layer.title() + ": takes input from '" + input + "', which is no layer of the model");
            }
        }
    }
}
