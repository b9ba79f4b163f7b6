package io.github.klibras.benchmarks;

import io.github.klibras.inference.dl4j.Dl4jEngine;
import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.KerasModelReader;
import io.github.klibras.keras.engine.Acceleration;
import io.github.klibras.keras.engine.KerasEngine;
import io.github.klibras.keras.engine.Workspace;
import io.github.klibras.keras.layer.Shape;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;

/** One engine in a JVM of its own, which answers the same lines as {@code tools/inference_peers.py}. */
public final class InferenceProgram {

    private static final int WARM_UP = 1500;
    private static final long WARM_UP_NANOS = 8_000_000_000L;

    private InferenceProgram() {}

    public static void main(String[] args) throws Exception {
        Environment.logOnly(Level.SEVERE);
        KerasModel model = KerasModelReader.read(Path.of(args[1]));
        float[] inputs = floats(Path.of(args[2]));
        if (args[3].equals("cold")) {
            engine(args[0], model, 1, 1, inputs).call();
            double seconds =
                    (System.currentTimeMillis() - Long.parseLong(args.length > 5 ? args[5] : "0") / 1_000_000) / 1000.0;
            System.out.printf(Locale.ROOT, "{\"seconds\": %.3f, \"maxrss_kib\": %d}%n", seconds, status("VmHWM"));
            System.exit(0);
        }
        int batch = Integer.parseInt(args[3]);
        int threads = Integer.parseInt(args[4]);
        Callable<float[]> engine = engine(args[0], model, batch, threads, inputs);
        long start = System.nanoTime();
        for (int i = 0; i < WARM_UP && System.nanoTime() - start < WARM_UP_NANOS; i++) {
            engine.call();
        }
        System.out.println("ready {\"engine\": \"" + args[0] + "\", \"java\": \"" + Runtime.version() + "\"}");
        serve(engine);
        System.exit(0);
    }

    private static void serve(Callable<float[]> engine) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null && !line.equals("quit"); line = in.readLine()) {
            System.out.println(line.equals("rss") ? "" + status("VmRSS") : times(engine, line));
        }
    }

    private static String times(Callable<float[]> engine, String line) throws Exception {
        int count = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long before = System.nanoTime();
            float[] output = engine.call();
            nanos[i] = System.nanoTime() - before;
            if (Float.isNaN(output[0])) {
                throw new IllegalStateException("The output is no number");
            }
        }
        StringBuilder answer = new StringBuilder();
        for (long each : nanos) {
            answer.append(each).append(' ');
        }
        return answer.toString().strip();
    }

    /** Returns a call that makes the next prediction; two threads take half of the batch each. */
    private static Callable<float[]> engine(String name, KerasModel model, int batch, int threads, float[] inputs) {
        if (name.equals("dl4j")) {
            return dl4j(model, batch, inputs);
        }
        KerasEngine engine = KerasEngine.of(model, Acceleration.valueOf(name.toUpperCase(Locale.ROOT)));
        int parts = batch >= threads ? threads : 1;
        List<Callable<float[]>> each = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            each.add(predictions(engine, batch / parts, inputs));
        }
        if (parts == 1) {
            return each.get(0);
        }
        ExecutorService pool = Executors.newFixedThreadPool(parts - 1);
        return () -> {
            Future<float[]> other = pool.submit(each.get(1));
            each.get(0).call();
            return other.get();
        };
    }

    private static Callable<float[]> predictions(KerasEngine engine, int batch, float[] inputs) {
        Workspace workspace = engine.workspace(batch);
        int size = Math.toIntExact(batch * workspace.inputShape(0).elements());
        float[] input = new float[size];
        int[] next = new int[1];
        return () -> {
            next[0] = fill(input, inputs, next[0]);
            workspace.input(0, input);
            workspace.run();
            return workspace.output(0);
        };
    }

    private static Callable<float[]> dl4j(KerasModel model, int batch, float[] inputs) {
        Dl4jEngine engine = Dl4jEngine.of(model);
        Shape shape = model.inputShape();
        float[] input = new float[Math.toIntExact(batch * shape.elements())];
        int[] next = new int[1];
        return () -> {
            next[0] = fill(input, inputs, next[0]);
            return engine.predict(input, batch, shape);
        };
    }

    /** Fills the input with the next sequences, starting over after the last one. */
    private static int fill(float[] input, float[] inputs, int from) {
        int at = from;
        for (int done = 0; done < input.length; ) {
            int count = Math.min(input.length - done, inputs.length - at);
            System.arraycopy(inputs, at, input, done, count);
            done += count;
            at = (at + count) % inputs.length;
        }
        return at;
    }

    private static float[] floats(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    /** Returns a figure that Linux keeps about this process, in kilobytes. */
    private static long status(String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(-1);
    }
}
