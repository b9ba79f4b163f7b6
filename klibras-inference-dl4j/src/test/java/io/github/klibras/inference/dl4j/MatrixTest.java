package io.github.klibras.inference.dl4j;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.KerasModelReader;
import io.github.klibras.keras.layer.Shape;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Small models of each kind of layer with each of its options, made by {@code tools/keras_matrix.py}: those of the
 * first circle must be computed as in Keras; the others may be refused instead. Some of them are a resource; all of
 * them are read if {@code KLIBRAS_KERAS_MATRIX} names their folder.
 */
class MatrixTest {

    private static final int FIRST_CIRCLE = 1;

    @TempDir
    static Path temporary;

    @TestFactory
    Stream<DynamicTest> modelsMatchKerasOrAreRefused() throws IOException {
        Path folder = folder();
        List<DynamicTest> tests = new ArrayList<>();
        for (Object entry : (List<?>) JSON.std.anyFrom(Files.readString(folder.resolve("index.json")))) {
            Map<?, ?> model = (Map<?, ?>) entry;
            String name = (String) get(model, "name");
            for (Object format : (List<?>) get(model, "formats")) {
                String file = name + "." + format;
                tests.add(DynamicTest.dynamicTest(file, () -> compute(folder, name, file, model)));
            }
        }
        assertThat(tests).hasSizeGreaterThanOrEqualTo(100);
        return tests.stream();
    }

    private static Object get(Map<?, ?> object, String key) {
        return Objects.requireNonNull(object.get(key), key);
    }

    private static void compute(Path folder, String name, String file, Map<?, ?> entry) throws IOException {
        int[] sizes = ((List<?>) get(entry, "input"))
                .stream().mapToInt(size -> (Integer) size).toArray();
        Shape shape = Shape.of(Arrays.copyOfRange(sizes, 1, sizes.length));
        float[] output;
        try {
            KerasModel model = KerasModelReader.read(folder.resolve(file));
            try (Dl4jEngine engine = Dl4jEngine.of(model)) {
                output = engine.predict(floats(folder.resolve(name + ".in.f32")), sizes[0], shape);
            }
        } catch (KerasModelException e) {
            assertThat(get(entry, "circle")).as(e.getMessage()).isNotEqualTo(FIRST_CIRCLE);
            return;
        }
        float[] expected = floats(folder.resolve(name + ".out.f32"));
        assertThat(output).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs(output[i] - expected[i])).as("value " + i).isLessThanOrEqualTo(1e-5f);
        }
    }

    private static float[] floats(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    private static Path folder() throws IOException {
        String given = System.getenv("KLIBRAS_KERAS_MATRIX");
        if (given != null) {
            return Path.of(given);
        }
        InputStream resource = Objects.requireNonNull(MatrixTest.class.getResourceAsStream("/matrix.zip"));
        try (ZipInputStream in = new ZipInputStream(resource)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Files.write(temporary.resolve(entry.getName()), in.readAllBytes());
            }
        }
        return temporary;
    }
}
