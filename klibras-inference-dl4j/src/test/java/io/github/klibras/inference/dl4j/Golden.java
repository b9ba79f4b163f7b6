package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.KerasModelReader;
import io.github.klibras.keras.layer.Shape;
import org.junit.jupiter.api.Assumptions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Keras models with inputs and Keras' outputs. */
final class Golden {

    /** The tolerance that the project promises. */
    static final float TOLERANCE = 1e-5f;

    private Golden() {}

    /** Returns a file committed with the tests. */
    static Path committed(String file) {
        try {
            return Path.of(Objects.requireNonNull(Golden.class.getResource("/golden/" + file))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a file of the reference data, or skips the test with a reason if it is missing. */
    static Path shared(String file) {
        Path path = Path.of(System.getProperty("klibras.shared", "../../shared"), file);
        if (!Files.exists(path)) {
            String reason = "Skipped: there is no " + path + "; set -Dklibras.shared=DIR";
            System.err.println(reason);
            Assumptions.abort(reason);
        }
        return path;
    }

    static KerasModel model(Path file) {
        return KerasModelReader.read(file);
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

    /** Creates an input with as many samples as the values fill. */
    static INDArray input(KerasModel model, float[] values) {
        Shape shape = model.inputShape();
        long[] withBatch = LongStream.concat(
                        LongStream.of(values.length / shape.elements()),
                        IntStream.of(shape.toArray()).asLongStream())
                .toArray();
        return Nd4j.create(values, withBatch, 'c');
    }

    /** Returns the greatest difference, after checking that the arrays are equally long. */
    static float difference(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        float greatest = 0;
        for (int i = 0; i < actual.length; i++) {
            float difference = Math.abs(actual[i] - expected[i]);
            greatest = Float.isNaN(difference) ? Float.NaN : Math.max(greatest, difference);
        }
        return greatest;
    }

    /** Returns the values in C order. */
    static float[] values(INDArray array) {
        return array.dup('c').reshape(array.length()).toFloatVector();
    }
}
