package io.github.klibras.keras.file;

import io.github.klibras.keras.layer.InvalidModelException;
import io.github.klibras.keras.layer.Shape;
import io.github.klibras.keras.layer.Tensor;
import io.github.klibras.keras.layer.WeightSpec;
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
 * beyond that of the file. Anything that the HDF5 library throws on damage becomes a {@link InvalidModelException}.
 */
public final class HdfGroup {

    /** Keras nests five deep; a damaged file may nest infinitely. */
    private static final int MAX_DEPTH = 16;

    /** Some thousand layers have a few groups and weights each; hard links can make a small file look endless. */
    private static final int MAX_VISITS = 1 << 15;

    /** Keras 2.12 to 2.15 on Windows writes the path of a layer as the name of one group. */
    private static final char BACK_SLASH = '\\';

    /** What all groups of one file share. */
    private static final class HdfFile {

        private final long size;
        private int visits;

        HdfFile(long size) {
            this.size = size;
        }

        void visit() {
            if (++visits > MAX_VISITS) {
                throw new InvalidModelException("the file is damaged: its groups hold each other, or it has more than "
                        + MAX_VISITS + " of them");
            }
        }
    }

    /** A group of the file, and the beginning of those names in it that count. */
    private record Part(Group group, String prefix) {}

    private final String path;
    private final List<Part> parts;
    private final HdfFile file;
    private @Nullable Map<String, Object> children;

    HdfGroup(Group root, long fileSize) {
        this("", List.of(new Part(root, "")), new HdfFile(fileSize));
    }

    private HdfGroup(String path, List<Part> parts, HdfFile file) {
        this.path = path;
        this.parts = parts;
        this.file = file;
    }

    Set<String> childNames() {
        return new TreeSet<>(children().keySet());
    }

    /** Returns a group by its path, or null if it is missing. */
    @Nullable
    public HdfGroup child(String childPath) {
        return find(childPath) instanceof HdfGroup child ? child : null;
    }

    /** Returns a text attribute, or null if it is missing. */
    @Nullable
    public String string(String attribute) {
        Object value = attribute(attribute);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new InvalidModelException("attribute '" + attribute + "' is not text");
    }

    /**
     * Returns an attribute that is a list of texts. Keras splits a long one into pieces, {@code name0}, {@code name1} …
     *
     * @throws InvalidModelException if it is missing
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
            throw new InvalidModelException("attribute '" + attribute + "' is missing in group '" + path() + "'");
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
            throw new InvalidModelException(
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
                throw new InvalidModelException("the names of its weights cannot be distinguished: " + paths);
            }
        }
        return byAscii;
    }

    /** Reads a dataset of exactly the given shape. */
    Tensor tensor(String path, WeightSpec spec) {
        String weight = "weight '" + spec.name() + "'";
        if (!(find(path) instanceof Dataset dataset)) {
            throw new InvalidModelException(weight + " is missing (dataset '" + path + "')");
        }
        try {
            return Hdf.guard(() -> read(dataset, spec.shape()));
        } catch (InvalidModelException e) {
            throw e.in(weight);
        }
    }

    private Tensor read(Dataset dataset, Shape shape) {
        int[] found = dataset.getDimensions();
        if (!Arrays.equals(found, shape.toArray())) {
            throw new InvalidModelException("has shape " + Arrays.toString(found) + ", but " + shape + " is required");
        }
        if (dataset.getDataLayout() == DataLayout.CHUNKED) {
            throw new InvalidModelException("is stored in chunks, which Keras does not do");
        }
        if (shape.rank() == 0 && dataset.getData() instanceof Number number) {
            // Such as how many values a normalization has counted, which is a whole number.
            return Tensor.owning(shape, new float[] {number.floatValue()});
        }
        if (dataset.getJavaType() != float.class) {
            throw new InvalidModelException(
                    "is of type " + dataset.getJavaType().getSimpleName() + ", but float (32 bits) is required");
        }
        if (dataset.getSizeInBytes() > file.size) {
            throw new InvalidModelException("claims to be larger than the file");
        }
        if (!(dataset.getDataFlat() instanceof float[] values)) {
            throw new InvalidModelException("has no values");
        }
        try {
            return Tensor.owning(shape, values);
        } catch (IllegalArgumentException e) {
            throw new InvalidModelException("is damaged: " + e.getMessage());
        }
    }

    /** Returns a group or dataset by its path, or null if there is none. */
    private @Nullable Object find(String childPath) {
        Object found = this;
        for (String name : childPath.split("/", -1)) {
            found = found instanceof HdfGroup parent ? parent.children().get(name) : null;
        }
        return found;
    }

    /** Returns groups, and datasets of the HDF5 library, by their names. */
    private Map<String, Object> children() {
        Map<String, Object> known = children;
        if (known == null) {
            known = Hdf.guard(this::readChildren);
            children = known;
        }
        return known;
    }

    private Map<String, Object> readChildren() {
        Map<String, Object> found = new HashMap<>();
        Map<String, List<Part>> groups = new HashMap<>();
        for (Part part : parts) {
            for (Map.Entry<String, Node> entry : part.group.getChildren().entrySet()) {
                file.visit();
                String name = entry.getKey().replace(BACK_SLASH, '/');
                if (name.startsWith(part.prefix)) {
                    add(name.substring(part.prefix.length()), part, entry.getValue(), found, groups);
                }
            }
        }
        groups.forEach((name, group) -> found.put(name, new HdfGroup(path + "/" + name, group, file)));
        return found;
    }

    private static void add(
            String name, Part part, Node node, Map<String, Object> children, Map<String, List<Part>> groups) {
        requireNoLink(node);
        int end = name.indexOf('/');
        if (end >= 0) {
            String first = name.substring(0, end);
            Part rest = new Part(part.group, part.prefix + first + "/");
            List<Part> found = groups.computeIfAbsent(first, key -> new ArrayList<>());
            if (!found.contains(rest)) {
                found.add(rest);
            }
        } else if (node instanceof Group group) {
            groups.computeIfAbsent(name, key -> new ArrayList<>()).add(new Part(group, ""));
        } else {
            children.put(name, node);
        }
    }

    private void collectDatasets(String prefix, int depth, Set<String> paths) {
        if (depth > MAX_DEPTH) {
            throw new InvalidModelException("the file is damaged: groups are nested too deep at '" + path() + "'");
        }
        children().forEach((name, child) -> {
            if (child instanceof HdfGroup group && !name.equals("seed_generator")) {
                group.collectDatasets(prefix + name + "/", depth + 1, paths);
            } else if (child instanceof Dataset) {
                paths.add(prefix + name);
            }
        });
    }

    private List<String> list(String attribute) {
        Object value = attribute(attribute);
        if (value == null) {
            return List.of();
        }
        if (value instanceof String[] texts) {
            return List.of(texts);
        }
        throw new InvalidModelException("attribute '" + attribute + "' of '" + path() + "' is not a list of texts");
    }

    private boolean hasAttribute(String name) {
        return attributes().containsKey(name);
    }

    private @Nullable Object attribute(String name) {
        return Hdf.guard(() -> {
            Attribute attribute = attributes().get(name);
            if (attribute != null && attribute.getSizeInBytes() > file.size) {
                throw new InvalidModelException("attribute '" + name + "' claims to be larger than the file");
            }
            return attribute == null ? null : attribute.getData();
        });
    }

    private Map<String, Attribute> attributes() {
        return Hdf.guard(() -> parts.stream()
                .filter(part -> part.prefix.isEmpty())
                .findFirst()
                .map(part -> part.group.getAttributes())
                .orElse(Map.of()));
    }

    private String path() {
        return path.isEmpty() ? "/" : path;
    }

    private static void requireNoLink(@Nullable Node node) {
        if (node != null && node.isLink()) {
            throw new InvalidModelException("'" + node.getName() + "' is a link, which Keras does not write");
        }
    }
}
