package io.github.klibras.keras.file;

import io.github.klibras.keras.graph.LayerNode;
import io.github.klibras.keras.graph.ModelConfig;
import io.github.klibras.keras.layer.InvalidModelException;
import io.github.klibras.keras.layer.Tensor;
import io.github.klibras.keras.layer.WeightSpec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The layout of {@code model.weights.h5} in a {@code .keras} file: under {@code layers}, a group for each layer named
 * after its class and counted ({@code gru}, {@code gru_1}), whose weights are {@code vars/0}, {@code vars/1} … The
 * attribute {@code name} of {@code vars} is the layer's own name. A model among the layers has its own {@code layers}.
 *
 * <p>Keras 2.12 calls that group {@code _layer_checkpoint_dependencies}. It walks through a layer with weights twice, and
 * so counts it twice ({@code dense}, {@code dense_2}).
 */
public final class ArchiveWeights implements WeightStore {

    private static final String LAYERS = "layers";
    private static final String LAYERS_OF_2_12 = "_layer_checkpoint_dependencies";

    private final HdfGroup root;
    private final String container;
    private final IdentityHashMap<LayerNode, List<Tensor>> weights = new IdentityHashMap<>();

    public ArchiveWeights(HdfGroup root) {
        this.root = root;
        this.container = root.child(LAYERS) == null && root.child(LAYERS_OF_2_12) != null ? LAYERS_OF_2_12 : LAYERS;
    }

    @Override
    public IdentityHashMap<LayerNode, List<Tensor>> read(
            List<LayerNode> layers, Function<LayerNode, List<WeightSpec>> required) {
        HdfGroup group = root.child(container);
        if (group == null) {
            throw new InvalidModelException("'model.weights.h5' has no group 'layers'");
        }
        readAll(group, layers, required);
        return weights;
    }

    private void readAll(HdfGroup group, List<LayerNode> layers, Function<LayerNode, List<WeightSpec>> required) {
        Set<String> unread = new LinkedHashSet<>(group.childNames());
        Map<String, Integer> seen = new HashMap<>();
        for (LayerNode layer : layers) {
            if (layer.stored()) {
                // A Sequential model has no group for its input, which is therefore not counted.
                int step = isCountedTwice(layer, required) ? 2 : 1;
                int count = seen.merge(layer.kerasClass(), step, Integer::sum) - step;
                String directory = snakeCase(layer.kerasClass()) + (count == 0 ? "" : "_" + count);
                unread.remove(directory);
                try {
                    readLayer(group, directory, layer, required);
                } catch (InvalidModelException e) {
                    throw e.in(layer.title());
                }
            }
        }
        if (!unread.isEmpty()) {
            throw new InvalidModelException("the file holds weights of layers that the model does not have: " + unread);
        }
    }

    private void readLayer(
            HdfGroup parent, String directory, LayerNode layer, Function<LayerNode, List<WeightSpec>> required) {
        HdfGroup group = parent.child(directory);
        if (group == null) {
            if (layer.leaves().allMatch(leaf -> required.apply(leaf).isEmpty())) {
                return;
            }
            throw new InvalidModelException(
                    "the file holds no weights of it (group '" + container + "/" + directory + "')");
        }
        requireOwnedBy(layer, directory, group);
        ModelConfig model = layer.modelOrNull();
        if (model != null) {
            HdfGroup nested = group.child(container);
            if (nested == null) {
                throw new InvalidModelException(
                        "the file holds no layers of it (group '" + container + "/" + directory + "')");
            }
            readAll(nested, model.layers(), required);
            return;
        }
        List<WeightSpec> specs = required.apply(layer);
        List<String> paths = paths(specs);
        group.requireExactly(new HashSet<>(paths));
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            tensors.add(group.tensor(paths.get(i), specs.get(i)));
        }
        weights.put(layer, tensors);
    }

    private boolean isCountedTwice(LayerNode layer, Function<LayerNode, List<WeightSpec>> required) {
        return container.equals(LAYERS_OF_2_12)
                && layer.leaves().anyMatch(leaf -> !required.apply(leaf).isEmpty());
    }

    private void requireOwnedBy(LayerNode layer, String directory, HdfGroup group) {
        HdfGroup variables = group.child("vars");
        String owner = variables == null ? null : variables.string("name");
        if (owner != null && !owner.equals(layer.name())) {
            throw new InvalidModelException("its weights should be in '" + container + "/" + directory
                    + "', but those are of layer '" + owner + "'");
        }
    }

    /** Returns the paths of the weights, which are numbered separately in each group. */
    private static List<String> paths(List<WeightSpec> specs) {
        Map<String, Integer> next = new HashMap<>();
        return specs.stream()
                .map(spec -> (spec.group().isEmpty() ? "" : spec.group() + "/") + "vars/"
                        + (next.merge(spec.group(), 1, Integer::sum) - 1))
                .toList();
    }

    /** Returns {@code batch_normalization} for {@code BatchNormalization}, and {@code gru} for {@code GRU}. */
    static String snakeCase(String className) {
        return className
                .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
