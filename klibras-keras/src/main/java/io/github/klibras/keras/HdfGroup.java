package io.github.klibras.keras;

import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.object.message.DataLayout;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A group of an HDF5 file, with the checks that a file from an unknown source needs: no links, no filters, and no sizes
 * beyond that of the file. Anything that the HDF5 library throws on damage becomes a {@link KerasModelException}.
 */
final class HdfGroup {

    /** Keras nests five deep; a damaged file may nest infinitely. */
    private static final int MAX_DEPTH = 16;

    private final Group group;
    private final long fileSize;

    HdfGroup(Group group, long fileSize) {
        this.group = group;
        this.fileSize = fileSize;
    }

    Set<String> childNames() {
        return Hdf.guard(() -> new TreeSet<>(group.getChildren().keySet()));
    }

    /** Returns a group by its path, or null if it is missing. */
    @Nullable
    HdfGroup child(String path) {
        Node node = find(path);
        return node instanceof Group child ? new HdfGroup(child, fileSize) : null;
    }

    /** Returns a text attribute, or null if it is missing. */
    @Nullable
    String string(String attribute) {
        Object value = attribute(attribute);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new KerasModelException("attribute '" + attribute + "' is not text");
    }

    /**
     * Returns an attribute that is a list of texts. Keras splits a long one into pieces, {@code name0}, {@code name1} …
     *
     * @throws KerasModelException if it is missing
     */
    List<String> strings(String attribute) {
        if (hasAttribute(attribute)) {
            return list(attribute);
        }
        List<String> all = new ArrayList<>();
        for (int piece = 0; hasAttribute(attribute + piece); piece++) {
            all.addAll(list(attribute + piece));
        }
        if (all.isEmpty()) {
            throw new KerasModelException("attribute '" + attribute + "' is missing in group '" + path() + "'");
        }
        return all;
    }

    /**
     * Refuses the group unless its datasets are exactly those at the given paths. The state of a random generator,
     * which Keras stores with dropout layers, is ignored.
     */
    void requireExactly(Set<String> paths) {
        Set<String> found = new TreeSet<>();
        collectDatasets("", 0, found);
        if (!found.equals(paths)) {
            throw new KerasModelException(
                    "the file holds its weights " + found + ", but " + new TreeSet<>(paths) + " are required");
        }
    }

    /** Returns a UTF-8 text as it looks when decoded as ASCII: each other byte becomes a replacement character. */
    static String asAscii(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.US_ASCII);
    }

    /** Returns the paths of all datasets by their form when decoded as ASCII. */
    Map<String, String> datasetsAsAscii() {
        Set<String> paths = new TreeSet<>();
        collectDatasets("", 0, paths);
        Map<String, String> byAscii = new HashMap<>();
        for (String path : paths) {
            if (byAscii.put(asAscii(path), path) != null) {
                throw new KerasModelException("the names of its weights cannot be distinguished: " + paths);
            }
        }
        return byAscii;
    }

    /** Reads a dataset of exactly the given shape. */
    Tensor tensor(String path, WeightSpec spec) {
        String weight = "weight '" + spec.name() + "'";
        if (!(find(path) instanceof Dataset dataset)) {
            throw new KerasModelException(weight + " is missing (dataset '" + path + "')");
        }
        try {
            return Hdf.guard(() -> read(dataset, spec.shape()));
        } catch (KerasModelException e) {
            throw e.in(weight);
        }
    }

    private Tensor read(Dataset dataset, Shape shape) {
        int[] found = dataset.getDimensions();
        if (!Arrays.equals(found, shape.toArray())) {
            throw new KerasModelException("has shape " + Arrays.toString(found) + ", but " + shape + " is required");
        }
        if (dataset.getDataLayout() == DataLayout.CHUNKED) {
            throw new KerasModelException("is stored in chunks, which Keras does not do");
        }
        if (dataset.getJavaType() != float.class) {
            throw new KerasModelException(
                    "is of type " + dataset.getJavaType().getSimpleName() + ", but float (32 bits) is required");
        }
        if (dataset.getSizeInBytes() > fileSize) {
            throw new KerasModelException("claims to be larger than the file");
        }
        if (!(dataset.getDataFlat() instanceof float[] values)) {
            throw new KerasModelException("has no values");
        }
        try {
            return Tensor.owning(shape, values);
        } catch (IllegalArgumentException e) {
            throw new KerasModelException("is damaged: " + e.getMessage());
        }
    }

    private @Nullable Node find(String path) {
        return Hdf.guard(() -> {
            Node node = group;
            for (String name : path.split("/", -1)) {
                node = node instanceof Group parent ? parent.getChildren().get(name) : null;
                requireNoLink(node);
            }
            return node;
        });
    }

    private void collectDatasets(String prefix, int depth, Set<String> paths) {
        if (depth > MAX_DEPTH) {
            throw new KerasModelException("the file is damaged: groups are nested too deep at '" + path() + "'");
        }
        for (String name : childNames()) {
            Node node = find(name);
            if (node instanceof Group child && !name.equals("seed_generator")) {
                new HdfGroup(child, fileSize).collectDatasets(prefix + name + "/", depth + 1, paths);
            } else if (node instanceof Dataset) {
                paths.add(prefix + name);
            }
        }
    }

    private List<String> list(String attribute) {
        Object value = attribute(attribute);
        if (value == null) {
            return List.of();
        }
        if (value instanceof String[] texts) {
            return List.of(texts);
        }
        throw new KerasModelException("attribute '" + attribute + "' of '" + path() + "' is not a list of texts");
    }

    private boolean hasAttribute(String name) {
        return Hdf.guard(() -> group.getAttributes().containsKey(name));
    }

    private @Nullable Object attribute(String name) {
        return Hdf.guard(() -> {
            Attribute attribute = group.getAttributes().get(name);
            if (attribute != null && attribute.getSizeInBytes() > fileSize) {
                throw new KerasModelException("attribute '" + name + "' claims to be larger than the file");
            }
            return attribute == null ? null : attribute.getData();
        });
    }

    private String path() {
        return Hdf.guard(group::getPath);
    }

    private static void requireNoLink(@Nullable Node node) {
        if (node != null && node.isLink()) {
            throw new KerasModelException("'" + node.getName() + "' is a link, which Keras does not write");
        }
    }
}
