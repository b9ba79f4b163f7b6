package io.github.klibras.keras;

import io.github.klibras.keras.file.WeightStore;
import io.github.klibras.keras.graph.LayerGraph;
import io.github.klibras.keras.graph.LayerNode;
import io.github.klibras.keras.graph.ModelConfig;
import io.github.klibras.keras.layer.IdentitySpec;
import io.github.klibras.keras.layer.InvalidModelException;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.KerasVersion;
import io.github.klibras.keras.layer.LayerSpec;
import io.github.klibras.keras.layer.MaskingSpec;
import io.github.klibras.keras.layer.RescalingSpec;
import io.github.klibras.keras.layer.Shape;
import io.github.klibras.keras.layer.Tensor;
import io.github.klibras.keras.layer.WeightSpec;

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

    /** The most values that all layers together may make of one input: 1 GB. */
    private static final long MAX_VALUES = 1 << 28;

    private final Map<String, Shape> shapes = new HashMap<>();
    private final Map<String, Set<LayerGraph.Mask>> masks = new HashMap<>();
    private final IdentityHashMap<LayerNode, List<WeightSpec>> requiredWeights = new IdentityHashMap<>();

    private final KerasVersion version;
    private long values;

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
                config.sequential() ? KerasModel.Kind.SEQUENTIAL : KerasModel.Kind.FUNCTIONAL,
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
            List<WeightSpec> required = use.spec().weights(inputs);
            List<WeightSpec> before = requiredWeights.putIfAbsent(layer, required);
            if (before != null && !before.equals(required)) {
                throw new InvalidModelException("is used with inputs that need different weights");
            }
            shapes.put(use.name(), counted(use.spec().outputShape(inputs)));
            requireMasksOf(use.spec(), maskedInputs);
            masks.put(
                    use.name(), !inputs.isEmpty() && use.spec().masksOutput(maskedInputs) ? outputMask(use) : Set.of());
        } catch (InvalidModelException e) {
            throw e.in(layer.title());
        } catch (ArithmeticException e) {
            throw new InvalidModelException(layer.title() + ": its sizes are too large", e);
        }
    }

    /** Refuses a small file that describes more than a machine can hold. Sizes that are open count as 1. */
    private Shape counted(Shape shape) {
        values = Math.addExact(values, shape.elementsAtLeast());
        if (values > MAX_VALUES) {
            throw new InvalidModelException("its output is " + shape + "; with it, the layers make more than "
                    + MAX_VALUES + " values of one input");
        }
        return shape;
    }

    /** Refuses masks where only some versions of Keras 2 pass them on. */
    private void requireMasksOf(LayerSpec spec, List<Boolean> maskedInputs) {
        boolean other = spec instanceof IdentitySpec || spec instanceof RescalingSpec;
        if (version.major() == 2 && other && maskedInputs.contains(true)) {
            throw new InvalidModelException("gets masked input, which is not supported in models of Keras 2");
        }
    }

    private Set<LayerGraph.Mask> outputMask(LayerGraph.Use use) {
        if (use.spec() instanceof MaskingSpec masking) {
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
            throw new InvalidModelException(
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
        return new KerasLayer(use.name(), use.layer().kerasClass(), use.spec(), use.inputs(), shape(use.name()), named);
    }

    private Shape shape(String use) {
        Shape shape = shapes.get(use);
        if (shape == null) {
            throw new IllegalStateException("Layer '" + use + "' comes before its input");
        }
        return shape;
    }
}
