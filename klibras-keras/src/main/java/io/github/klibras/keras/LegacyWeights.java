package io.github.klibras.keras;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The arrangement of {@code .h5} files: one group for each layer, whose attribute {@code weight_names} lists the paths
 * of its weights in order.
 */
final class LegacyWeights implements WeightStore {

    private final HdfGroup root;
    private final Set<String> unread;

    LegacyWeights(HdfGroup modelWeights) {
        this.root = modelWeights;
        List<String> names = modelWeights.strings("layer_names");
        this.unread = new HashSet<>(names);
        if (unread.size() != names.size()) {
            throw new KerasModelException("'layer_names' names a layer twice: " + names);
        }
    }

    @Override
    public List<Tensor> read(LayerNode layer, List<WeightSpec> specs) {
        boolean listed = unread.remove(layer.name());
        if (!listed && specs.isEmpty()) {
            return List.of();
        }
        HdfGroup group = listed ? root.child(layer.name()) : null;
        if (group == null) {
            throw new KerasModelException(
                    "the file holds no weights of that name; it holds those of " + root.strings("layer_names"));
        }
        List<String> paths = group.strings("weight_names");
        List<String> found = paths.stream().map(LegacyWeights::variable).toList();
        List<String> required = specs.stream()
                .map(WeightSpec::name)
                .map(LegacyWeights::variable)
                .toList();
        if (!found.equals(required)) {
            throw new KerasModelException("has weights " + found + ", but " + required + " are required");
        }
        group.requireExactly(new HashSet<>(paths));
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            tensors.add(group.tensor(paths.get(i), specs.get(i)));
        }
        return tensors;
    }

    @Override
    public void requireAllRead() {
        if (!unread.isEmpty()) {
            throw new KerasModelException("the file holds weights of layers that the model does not have: " + unread);
        }
    }

    /** Returns {@code kernel} of {@code sequential/gru/gru_cell/kernel:0}. */
    private static String variable(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.endsWith(":0") ? last.substring(0, last.length() - 2) : last;
    }
}
