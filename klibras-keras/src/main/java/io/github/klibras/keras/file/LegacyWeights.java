package io.github.klibras.keras.file;

import io.github.klibras.keras.graph.LayerNode;
import io.github.klibras.keras.layer.InvalidModelException;
import io.github.klibras.keras.layer.Tensor;
import io.github.klibras.keras.layer.WeightSpec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The layout of {@code .h5} files: one group for each layer of the model, whose attribute {@code weight_names} lists
 * the paths of its weights in order, trainable ones first. A model among the layers has one group for the weights of
 * all its layers.
 */
public final class LegacyWeights implements WeightStore {

    /** The group that Keras 3 writes beside the layers for weights of the model itself, which has none. */
    private static final String OF_THE_MODEL = "top_level_model_weights";

    private record Place(LayerNode layer, int index, WeightSpec spec) {

        boolean trained() {
            return layer.trainable() && spec.trainable();
        }
    }

    private final HdfGroup root;

    public LegacyWeights(HdfGroup modelWeights) {
        this.root = modelWeights;
    }

    @Override
    public IdentityHashMap<LayerNode, List<Tensor>> read(
            List<LayerNode> layers, Function<LayerNode, List<WeightSpec>> required) {
        List<String> names = root.strings("layer_names");
        Set<String> unread = new HashSet<>(names);
        // Texts of attributes are always marked as ASCII; names of groups are UTF-8.
        if (unread.size() != names.size()) {
            throw new InvalidModelException("'layer_names' names a layer twice: " + names);
        }
        IdentityHashMap<LayerNode, List<Tensor>> weights = new IdentityHashMap<>();
        for (LayerNode layer : layers) {
            if (layer.stored()) {
                try {
                    readLayer(layer, unread.remove(HdfGroup.asAscii(layer.name())), required, weights);
                } catch (InvalidModelException e) {
                    throw e.in(layer.title());
                }
            }
        }
        if (!unread.isEmpty()) {
            throw new InvalidModelException("the file holds weights of layers that the model does not have: " + unread);
        }
        HdfGroup ofTheModel = root.child(OF_THE_MODEL);
        if (ofTheModel != null && !names.contains(OF_THE_MODEL)) {
            ofTheModel.requireExactly(Set.of());
        }
        return weights;
    }

    private void readLayer(
            LayerNode layer,
            boolean listed,
            Function<LayerNode, List<WeightSpec>> required,
            IdentityHashMap<LayerNode, List<Tensor>> weights) {
        List<Place> places = places(layer, required);
        boolean partlyFrozen = !layer.trainable()
                && layer.modelOrNull() != null
                && places.stream().anyMatch(place -> place.layer.trainable());
        if (partlyFrozen) {
            throw new InvalidModelException(
                    "is frozen, but layers in it are not; Keras itself mixes up the weights of such"
                            + " a model in an .h5 file: save it as .keras");
        }
        if (!listed && places.isEmpty()) {
            return;
        }
        HdfGroup group = listed ? root.child(layer.name()) : null;
        if (group == null) {
            throw new InvalidModelException(
                    "the file holds no weights of that name; it holds those of " + root.strings("layer_names"));
        }
        List<String> paths = group.strings("weight_names");
        List<String> found = paths.stream().map(LegacyWeights::variable).toList();
        List<String> expected =
                places.stream().map(place -> place.spec.variable()).toList();
        if (!found.equals(expected)) {
            throw new InvalidModelException("has weights " + found + ", but " + expected + " are required");
        }
        Map<String, String> datasets = group.datasetsAsAscii();
        if (!datasets.keySet().equals(new HashSet<>(paths))) {
            throw new InvalidModelException("the file holds its weights " + new TreeSet<>(datasets.values()) + ", but "
                    + paths + " are required");
        }
        IdentityHashMap<LayerNode, Map<Integer, Tensor>> read = new IdentityHashMap<>();
        for (int i = 0; i < paths.size(); i++) {
            Place place = places.get(i);
            read.computeIfAbsent(place.layer, key -> new HashMap<>())
                    .put(place.index, group.tensor(datasets.getOrDefault(paths.get(i), paths.get(i)), place.spec));
        }
        read.forEach((leaf, tensors) -> weights.put(leaf, inOrder(tensors)));
    }

    private static List<Place> places(LayerNode layer, Function<LayerNode, List<WeightSpec>> required) {
        List<Place> places = new ArrayList<>();
        layer.leaves().forEach(leaf -> {
            List<WeightSpec> specs = required.apply(leaf);
            for (int i = 0; i < specs.size(); i++) {
                places.add(new Place(leaf, i, specs.get(i)));
            }
        });
        places.sort(Comparator.comparing(Place::trained).reversed());
        return places;
    }

    private static List<Tensor> inOrder(Map<Integer, Tensor> tensors) {
        return tensors.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Returns {@code kernel} for {@code sequential/gru/gru_cell/kernel:0}. */
    private static String variable(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.endsWith(":0") ? last.substring(0, last.length() - 2) : last;
    }
}
