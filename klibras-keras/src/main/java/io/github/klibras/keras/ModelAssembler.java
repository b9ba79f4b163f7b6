package io.github.klibras.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Combines the layers of a model with their shapes and weights. */
final class ModelAssembler {

    private final Map<String, Shape> shapes = new HashMap<>();
    private final Map<String, Set<LayerGraph.Mask>> masks = new HashMap<>();
    private final IdentityHashMap<LayerNode, List<WeightSpec>> requiredWeights = new IdentityHashMap<>();

    private final KerasVersion version;

    private ModelAssembler(KerasVersion version) {
        this.version = version;
    }

    static KerasModel assemble(String source, KerasVersion version, ModelConfig config, WeightStore store) {
        LayerGraph.Result graph = LayerGraph.of(config);
        ModelAssembler assembler = new ModelAssembler(version);
        graph.uses().forEach(assembler::inferShapes);
        graph.masks().forEach(assembler::requireUsualMask);
        IdentityHashMap<LayerNode, List<Tensor>> weights = store.read(config.layers(), assembler::required);
        return new KerasModel(
                source,
                version.text(),
                config.kind(),
                config.name(),
                graph.uses().stream()
                        .map(use -> assembler.layer(use, weights.getOrDefault(use.layer(), List.of())))
                        .toList(),
                config.inputs(),
                graph.outputs(),
                "");
    }

    private void inferShapes(LayerGraph.Use use) {
        LayerNode layer = use.layer();
        List<Shape> inputs = new ArrayList<>();
        List<Boolean> maskedInputs = new ArrayList<>();
        for (String input : use.inputs()) {
            inputs.add(shape(input));
            maskedInputs.add(!mask(input).isEmpty());
        }
        try {
            List<WeightSpec> required = layer.spec().weights(inputs);
            List<WeightSpec> before = requiredWeights.putIfAbsent(layer, required);
            if (before != null && !before.equals(required)) {
                throw new KerasModelException("is used with inputs that need different weights");
            }
            shapes.put(use.name(), layer.spec().outputShape(inputs));
            requireMasksOf(layer.spec(), maskedInputs);
            masks.put(
                    use.name(),
                    !inputs.isEmpty() && layer.spec().masksOutput(maskedInputs) ? outputMask(use) : Set.of());
        } catch (KerasModelException e) {
            throw e.in(layer.title());
        } catch (ArithmeticException e) {
            throw new KerasModelException(layer.title() + ": its sizes are too large", e);
        }
    }

    /** Refuses masks where Keras 2 merges them by different rules or has no masks in a layer. */
    private void requireMasksOf(LayerSpec spec, List<Boolean> maskedInputs) {
        boolean other = spec instanceof MergeSpec
                || spec instanceof ConcatenateSpec
                || spec instanceof IdentitySpec
                || spec instanceof RescalingSpec;
        if (version.major() == 2 && other && maskedInputs.contains(true)) {
            throw new KerasModelException("gets masked input, which is not supported in models of Keras 2");
        }
    }

    private Set<LayerGraph.Mask> outputMask(LayerGraph.Use use) {
        if (use.layer().spec() instanceof MaskingSpec masking) {
            return Set.of(new LayerGraph.Mask(use.inputs().get(0), masking.maskValue()));
        }
        Set<LayerGraph.Mask> either = new HashSet<>();
        use.inputs().forEach(input -> either.addAll(mask(input)));
        return either;
    }

    private Set<LayerGraph.Mask> mask(String use) {
        return masks.getOrDefault(use, Set.of());
    }

    /** Refuses a mask other than that of the input. */
    private void requireUsualMask(LayerGraph.MaskedCall call) {
        if (!call.mask().equals(mask(call.input()))) {
            throw new KerasModelException(
                    call.title() + ": is called with a mask other than that of its input, which is not supported");
        }
    }

    private List<WeightSpec> required(LayerNode layer) {
        return requiredWeights.getOrDefault(layer, List.of());
    }

    private KerasLayer layer(LayerGraph.Use use, List<Tensor> tensors) {
        List<WeightSpec> specs = required(use.layer());
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (int i = 0; i < specs.size(); i++) {
            named.put(specs.get(i).name(), tensors.get(i));
        }
        return new KerasLayer(
                use.name(), use.layer().kerasClass(), use.layer().spec(), use.inputs(), shape(use.name()), named);
    }

    private Shape shape(String use) {
        Shape shape = shapes.get(use);
        if (shape == null) {
            throw new IllegalStateException("Layer '" + use + "' comes before its input");
        }
        return shape;
    }
}
