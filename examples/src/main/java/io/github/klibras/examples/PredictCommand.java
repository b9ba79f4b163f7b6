package io.github.klibras.examples;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.recognition.ModelBundle;
import io.github.klibras.core.recognition.ModelMismatchException;
import io.github.klibras.inference.dl4j.Dl4jEngine;
import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.KerasModelReader;
import io.github.klibras.keras.engine.Acceleration;
import io.github.klibras.keras.engine.KerasEngine;
import io.github.klibras.keras.layer.Shape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code klibras predict}: computes a model on a file of numbers, for comparison with Keras. */
@Command(
        name = "predict",
        description = "Computes a Keras model on raw numbers (little-endian float32, C order).",
        mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {

    /** The number of sequences computed at a time. */
    private static final int CHUNK = 32;

    /** The engines to choose from. */
    enum Engine {
        FAST,
        DL4J,
        /** The result of FAST, checked against DL4J. */
        BOTH
    }

    /** A model that is ready to compute. */
    private interface Predictor extends AutoCloseable {

        float[] predict(float[] input, int batch, Shape shape);

        @Override
        default void close() {}
    }

    @Option(names = "--model", paramLabel = "FILE", required = true, description = "A Keras model, .keras or .h5.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path model;

    @Option(names = "--input", paramLabel = "IN.f32", required = true, description = "The numbers to compute on.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path input;

    @Option(
            names = "--shape",
            paramLabel = "N,…",
            required = true,
            description = "The input's shape with the batch first, such as 16,100,258.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String shape;

    @Option(names = "--output", paramLabel = "OUT.f32", required = true, description = "Where the output is written.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path output;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "fast (default), dl4j, or both: fast, and an error if dl4j differs by more than 1e-5"
                    + " (of the largest output, where that exceeds 1).")
    private Engine engine = Engine.FAST;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        int[] sizes = sizes();
        int batch = sizes[0];
        Shape each = Shape.of(Arrays.copyOfRange(sizes, 1, sizes.length));
        KerasModel read = KerasModelReader.read(model);
        read.outputShape();
        requireShape(read, each);
        requireSize(batch, each);
        requireWritable();
        long written;
        try (Predictor predictor = predictor(read);
                InputStream in = Files.newInputStream(input)) {
            Path folder = output.toAbsolutePath().getParent();
            Path unfinished = Files.createTempFile(folder, "klibras", ".part");
            try {
                written = predict(predictor, in, unfinished, batch, each);
                Files.move(unfinished, output, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(output + ": " + batch + " × " + written / batch + " numbers");
        out.flush();
        return 0;
    }

    private static long predict(Predictor predictor, InputStream in, Path file, int batch, Shape shape)
            throws IOException {
        int each = Math.toIntExact(shape.elements());
        long written = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int done = 0; done < batch; done += CHUNK) {
                int count = Math.min(CHUNK, batch - done);
                float[] values = new float[Math.multiplyExact(count, each)];
                byte[] bytes = in.readNBytes(Math.multiplyExact(values.length, Float.BYTES));
                if (bytes.length < values.length * Float.BYTES) {
                    throw new InvalidInputException("the input ended early");
                }
                ByteBuffer.wrap(bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(values);
                float[] predicted = predictor.predict(values, count, shape);
                ByteBuffer encoded =
                        ByteBuffer.allocate(predicted.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                encoded.asFloatBuffer().put(predicted);
                out.write(encoded.array());
                written += predicted.length;
            }
        }
        return written;
    }

    private Predictor predictor(KerasModel read) {
        if (engine == Engine.FAST) {
            return fast(read);
        }
        Predictor dl4j = dl4j(read);
        return engine == Engine.DL4J ? dl4j : both(fast(read), dl4j);
    }

    private static Predictor fast(KerasModel read) {
        return KerasEngine.of(read, Acceleration.best())::predict;
    }

    private static Predictor dl4j(KerasModel read) {
        Dl4jEngine dl4j = Dl4jEngine.of(read);
        return new Predictor() {
            @Override
            public float[] predict(float[] values, int batch, Shape each) {
                return dl4j.predict(values, batch, each);
            }

            @Override
            public void close() {
                dl4j.close();
            }
        };
    }

    private static Predictor both(Predictor fast, Predictor dl4j) {
        return new Predictor() {
            @Override
            public float[] predict(float[] values, int batch, Shape each) {
                float[] predicted = fast.predict(values, batch, each);
                requireSame(predicted, dl4j.predict(values, batch, each));
                return predicted;
            }

            @Override
            public void close() {
                dl4j.close();
            }
        };
    }

    /** Where values exceed 1, their last digits are larger than the tolerance. */
    private static void requireSame(float[] fast, float[] dl4j) {
        double largest = 1;
        for (float value : fast) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < fast.length; i++) {
            if (!(Math.abs(fast[i] - dl4j[i]) <= ModelBundle.GOLDEN_TOLERANCE * largest)) {
                throw new ModelMismatchException(
                        "The engines differ: output " + i + " is " + fast[i] + " by fast, but " + dl4j[i] + " by dl4j");
            }
        }
    }

    private int[] sizes() {
        List<String> parts = List.of(shape.split(",", -1));
        int[] sizes = new int[parts.size()];
        for (int i = 0; i < sizes.length; i++) {
            try {
                sizes[i] = Integer.parseInt(parts.get(i).strip());
            } catch (NumberFormatException e) {
                sizes[i] = 0;
            }
            if (sizes[i] < 1 || sizes.length < 2) {
                throw new InvalidInputException(
                        "--shape " + shape + ": numbers such as 16,100,258 are required, the batch first");
            }
        }
        return sizes;
    }

    private void requireShape(KerasModel read, Shape each) {
        Shape expected = read.inputShape();
        if (!each.fits(expected)) {
            throw new InvalidInputException("--shape " + shape + ": the model takes " + expected
                    + " (without the batch), but the shape is " + each);
        }
    }

    private void requireWritable() {
        Path folder = output.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(output)) {
            throw new InvalidInputException(output + ": this is a directory, not a file to write");
        }
        if (!Files.isDirectory(folder)) {
            throw new InvalidInputException(folder + ": there is no such folder");
        }
    }

    private void requireSize(int batch, Shape each) throws IOException {
        if (!Files.isRegularFile(input)) {
            throw new InvalidInputException(input + ": there is no such file");
        }
        long expected = Math.multiplyExact(Math.multiplyExact(batch, each.elements()), Float.BYTES);
        long found = Files.size(input);
        if (found != expected) {
            throw new InvalidInputException(input + ": has " + found + " bytes, but " + shape + " needs " + expected);
        }
    }
}
