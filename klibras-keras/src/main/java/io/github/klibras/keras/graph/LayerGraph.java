package io.github.klibras.keras.graph;

import io.github.klibras.keras.layer.InputSpec;
import io.github.klibras.keras.layer.InvalidModelException;
import io.github.klibras.keras.layer.LayerSpec;
import io.github.klibras.keras.layer.RecurrentSpec;
import io.github.klibras.keras.layer.StateSpec;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The layers of a model as one graph: nested models are flattened, and a layer that is used several times occurs
 * several times. Names of layers in nested models are preceded by the model's name, {@code inner/dense}; further uses
 * of a layer are numbered, {@code dense#1}.
 */
public final class LayerGraph {

    /** One use of a layer; {@code spec} is the layer's, or that of one of its states. */
    public record Use(String name, LayerNode layer, LayerSpec spec, List<String> inputs) {}

    private record Pending(LayerNode layer, int number) {

        Call call() {
            return layer.calls().get(number);
        }
    }

    /** The maximum number of uses: a few lines of nested models could otherwise describe billions of layers. */
    private static final int MAX_USES = 1 << 14;

    private final List<Use> uses = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private int calls;
    private final List<MaskedCall> masks = new ArrayList<>();

    private LayerGraph() {}

    /**
     * Orders a model.
     *
     * @return each use after those that provide its input; a model that is in such an order keeps it
     */
    public static Result of(ModelConfig model) {
        LayerGraph graph = new LayerGraph();
        List<String> outputs = graph.add("", model, null);
        return new Result(graph.uses, outputs, graph.masks);
    }

    /**
     * A model as one graph.
     *
     * @param uses in order
     * @param outputs the names of the uses whose output is the model's output
     * @param masks the masks that layers are called with
     */
    public record Result(List<Use> uses, List<String> outputs, List<MaskedCall> masks) {}

    /** The mask that a Masking layer makes from the output of a use. */
    public record Mask(String of, double value) {}

    /**
     * A layer that is called with a mask.
     *
     * @param title of the layer
     * @param input the use that provides its first input
     * @param mask the masks, combined by a logical or
     */
    public record MaskedCall(String title, String input, Set<Mask> mask) {}

    /**
     * Adds the layers of a model whose inputs come from the given uses, and returns the uses that provide its outputs.
     */
    private List<String> add(String prefix, ModelConfig model, @Nullable List<String> inputs) {
        requireInputs(model, inputs);
        Map<String, LayerNode> byName = new HashMap<>();
        model.layers().forEach(layer -> byName.put(layer.name(), layer));
        Map<TensorReference, String> known = new HashMap<>();
        List<Pending> waiting = new ArrayList<>();
        for (LayerNode layer : model.layers()) {
            for (int number = 0; number < layer.calls().size(); number++) {
                layer.calls().get(number).inputs().forEach(reference -> requireKnown(layer, reference, byName));
                waiting.add(new Pending(layer, number));
                if (++calls > MAX_USES) {
                    throw new InvalidModelException("layers are used more than " + MAX_USES + " times");
                }
            }
        }
        while (!waiting.isEmpty()) {
            int before = waiting.size();
            for (Iterator<Pending> calls = waiting.iterator(); calls.hasNext(); ) {
                Pending call = calls.next();
                List<TensorReference> references = call.call().inputs();
                if (known.keySet().containsAll(references)) {
                    List<String> from = references.stream().map(known::get).toList();
                    addMask(call, from, known);
                    addCall(prefix, model, inputs, call, from, known);
                    calls.remove();
                }
            }
            if (waiting.size() == before) {
                throw new InvalidModelException("the graph has a cycle or refers to a missing layer: "
                        + waiting.stream().map(call -> call.layer.name()).toList());
            }
        }
        return model.outputs().stream()
                .map(output -> {
                    String use = known.get(output);
                    if (use == null) {
                        throw new InvalidModelException(
                                "the model's output '" + output.layer() + "' is no layer of the model");
                    }
                    return use;
                })
                .toList();
    }

    private void addMask(Pending call, List<String> from, Map<TensorReference, String> known) {
        Set<Mask> mask = new HashSet<>();
        for (MaskOperations.Differing differing : call.call().mask()) {
            // If the tensor is not known yet, this is not the mask of any Masking layer before this one.
            mask.add(new Mask(known.getOrDefault(differing.tensor(), ""), differing.value()));
        }
        if (!mask.isEmpty()) {
            masks.add(new MaskedCall(call.layer.title(), from.get(0), mask));
        }
    }

    private void addCall(
            String prefix,
            ModelConfig model,
            @Nullable List<String> inputs,
            Pending call,
            List<String> from,
            Map<TensorReference, String> known) {
        LayerNode layer = call.layer;
        String name = prefix + layer.name() + (call.number == 0 ? "" : "#" + call.number);
        ModelConfig nested = layer.modelOrNull();
        if (nested != null) {
            List<String> outputs;
            try {
                outputs = add(name + "/", nested, from);
            } catch (InvalidModelException e) {
                throw e.in(layer.title());
            }
            for (int i = 0; i < outputs.size(); i++) {
                known.put(new TensorReference(layer.name(), call.number, i), outputs.get(i));
            }
            return;
        }
        TensorReference output = new TensorReference(layer.name(), call.number, 0);
        if (inputs != null && layer.spec() instanceof InputSpec) {
            known.put(output, inputs.get(model.inputs().indexOf(layer.name())));
            return;
        }
        if (!names.add(name)) {
            throw new InvalidModelException("two uses of layers are named '" + name + "'");
        }
        uses.add(new Use(name, layer, layer.spec(), from));
        known.put(output, name);
        addStates(model, call, name, from, known);
    }

    /** Adds the states of a recurrent layer that others refer to, each as a use of its own. */
    private void addStates(
            ModelConfig model, Pending call, String name, List<String> from, Map<TensorReference, String> known) {
        if (call.layer.spec() instanceof RecurrentSpec recurrent) {
            for (int state = 1; state <= recurrent.states(); state++) {
                TensorReference output = new TensorReference(call.layer.name(), call.number, state);
                if (model.references().anyMatch(output::equals)) {
                    String stateName = name + ":" + state;
                    uses.add(new Use(stateName, call.layer, new StateSpec(recurrent, state - 1), from));
                    known.put(output, stateName);
                }
            }
        }
    }

    private static void requireInputs(ModelConfig model, @Nullable List<String> inputs) {
        List<String> inputLayers = model.layers().stream()
                .filter(layer -> layer.specOrNull() instanceof InputSpec)
                .map(LayerNode::name)
                .toList();
        for (String input : model.inputs()) {
            if (!inputLayers.contains(input)) {
                throw new InvalidModelException("the model's input '" + input + "' is no input layer");
            }
        }
        if (!model.inputs().containsAll(inputLayers)) {
            throw new InvalidModelException(
                    "the model's inputs are " + model.inputs() + ", but its input layers are " + inputLayers);
        }
        if (inputs != null && inputs.size() != model.inputs().size()) {
            throw new InvalidModelException("gets " + inputs.size() + " inputs, but takes "
                    + model.inputs().size());
        }
    }

    private static void requireKnown(LayerNode layer, TensorReference reference, Map<String, LayerNode> layers) {
        LayerNode from = layers.get(reference.layer());
        if (from == null) {
            throw new InvalidModelException(
                    layer.title() + ": takes input from '" + reference.layer() + "', which is no layer of the model");
        }
        int states = from.specOrNull() instanceof RecurrentSpec recurrent ? recurrent.states() : 0;
        boolean there = from.modelOrNull() != null || (reference.output() >= 0 && reference.output() <= states);
        if (!there || reference.call() < 0 || reference.call() >= from.calls().size()) {
            throw new InvalidModelException(layer.title() + ": takes input from output " + reference.output()
                    + " of use " + reference.call() + " of '" + reference.layer() + "', which does not exist");
        }
    }
}
