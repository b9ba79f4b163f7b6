package io.github.klibras.keras.engine;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.klibras.keras.layer.Shape;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** A model with inputs and Keras' outputs. */
@SuppressWarnings("unchecked") // JSON
record Reference(String name, List<String> files, Path input, int batch, Shape shape, Path output, boolean supported) {

    /** The tolerance that the project promises. */
    static final double TOLERANCE = 1e-5;

    /** Reads the index of a folder laid out like the reference data. */
    static List<Reference> ofGolden(Path folder) {
        List<Reference> references = new ArrayList<>();
        Map<String, Object> index = (Map<String, Object>) json(folder.resolve("index.json"));
        index.forEach((name, entry) -> {
            Object input = get(entry, "inputs", List.class).get(0);
            Object output = get(entry, "outputs", List.class).get(0);
            List<Integer> sizes = get(input, "shape", List.class);
            references.add(new Reference(
                    name,
                    get(entry, "files", List.class),
                    folder.resolve(get(input, "file", String.class)),
                    sizes.get(0),
                    shape(sizes),
                    folder.resolve(get(output, "file", String.class)),
                    true));
        });
        return references;
    }

    /** Reads the index of a folder made by {@code tools/keras_matrix.py}. */
    static List<Reference> ofMatrix(Path folder) {
        List<Reference> references = new ArrayList<>();
        for (Object entry : (List<?>) json(folder.resolve("index.json"))) {
            String name = get(entry, "name", String.class);
            List<String> formats = get(entry, "formats", List.class);
            List<Integer> sizes = get(entry, "input", List.class);
            references.add(new Reference(
                    name,
                    formats.stream().map(format -> name + "." + format).toList(),
                    folder.resolve(name + ".in.f32"),
                    sizes.get(0),
                    shape(sizes),
                    folder.resolve(name + ".out.f32"),
                    get(entry, "circle", Integer.class) < 3));
        }
        return references;
    }

    private static Shape shape(List<Integer> withBatch) {
        return Shape.of(withBatch.stream().skip(1).mapToInt(Integer::intValue).toArray());
    }

    private static <T> T get(Object object, String key, Class<T> type) {
        return type.cast(Objects.requireNonNull(((Map<?, ?>) object).get(key), key));
    }

    static Object json(Path file) {
        try {
            return JSON.std.anyFrom(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    float[] inputs() {
        return floats(input);
    }

    void assertComputedBy(KerasEngine engine) {
        assertClose(engine.predict(inputs(), batch, shape), floats(output));
    }

    static void assertClose(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat((double) found[i]).as("value " + i).isCloseTo(expected[i], within(TOLERANCE));
        }
    }

    static float[] floats(Path file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            float[] values = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(values);
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name + " " + Arrays.toString(files.toArray());
    }
}
