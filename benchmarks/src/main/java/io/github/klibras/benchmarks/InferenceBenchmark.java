package io.github.klibras.benchmarks;

import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.KerasModelReader;
import io.github.klibras.keras.layer.BidirectionalSpec;
import io.github.klibras.keras.layer.DenseSpec;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.RecurrentSpec;
import io.github.klibras.keras.layer.Shape;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;

/**
 * Latency of the engines on two real models, against Keras, TensorFlow and LiteRT: one thread and two, batches of 1 and
 * 32, 258 features per frame and 1692. Each engine is a process of its own that waits while the others run. Then cold
 * starts, memory, and how much of the processor's arithmetic is used.
 *
 * <p>Arguments: a Python with the requirements of {@code tools/inference_peers.py}, and the folder of reference data;
 * then {@code latency}, {@code cold}, or nothing for both.
 */
public final class InferenceBenchmark {

    private static final int TURNS = 7;
    private static final long TURN_NANOS = 400_000_000L;

    /** A model with some inputs. */
    private record Subject(String name, Path model, Path input, int sequences, int frames, int features) {

        String shape() {
            return sequences + "," + frames + "," + features;
        }
    }

    private InferenceBenchmark() {}

    public static void main(String[] args) throws Exception {
        Environment.logOnly(Level.SEVERE);
        String python = args[0];
        Path shared = Path.of(args[1]);
        String only = args.length > 2 ? args[2] : "";
        List<Subject> subjects = List.of(
                new Subject(
                        "258",
                        shared.resolve("models/asl_action_recognizer.h5"),
                        shared.resolve("golden/asl.in0.f32"),
                        16,
                        100,
                        258),
                new Subject(
                        "1692",
                        shared.resolve("golden/klibras1692_inputshape.h5"),
                        shared.resolve("golden/klibras1692_inputshape.in0.f32"),
                        8,
                        100,
                        1692));
        for (Subject subject : subjects) {
            if (!only.equals("cold")) {
                for (int batch : new int[] {1, 32}) {
                    for (int threads : new int[] {1, 2}) {
                        latency(python, subject, batch, threads);
                    }
                }
            }
            if (!only.equals("latency")) {
                cold(python, subject);
            }
        }
    }

    private static void latency(String python, Subject subject, int batch, int threads) throws Exception {
        System.out.printf(
                "%n%s features, batch %d, %d thread%s%n", subject.name, batch, threads, threads == 1 ? "" : "s");
        List<EngineProcess> processes = new ArrayList<>();
        Map<String, EngineProcess> engines = new LinkedHashMap<>();
        Map<String, List<long[]>> measured = new LinkedHashMap<>();
        try {
            EngineProcess tensorFlow = EngineProcess.start(peers(python, subject, batch, threads));
            EngineProcess stock = EngineProcess.start(with(
                    peers(python, subject, batch, threads),
                    "--engines",
                    "litert",
                    "--graphs",
                    "rolled",
                    "--runtimes",
                    "interpreter"));
            processes.addAll(List.of(tensorFlow, stock));
            engines.put("predict", tensorFlow);
            engines.put("function", tensorFlow);
            engines.put("litert, as converted", stock);
            engines.put("litert, best by hand", tensorFlow);
            for (String engine : List.of("scalar", "vector", "dl4j")) {
                EngineProcess process = EngineProcess.start(jvm(engine, subject, batch, threads));
                processes.add(process);
                engines.put(engine, process);
            }
            for (EngineProcess process : processes) {
                System.out.println("  " + process.ready());
            }
            for (int turn = -1; turn < TURNS; turn++) {
                for (Map.Entry<String, EngineProcess> engine : engines.entrySet()) {
                    long[] nanos = engine.getValue().run(command(engine.getKey()), TURN_NANOS);
                    if (turn >= 0) {
                        measured.computeIfAbsent(engine.getKey(), key -> new ArrayList<>())
                                .add(nanos);
                    }
                }
            }
            report(subject, batch, measured, engines);
        } finally {
            for (EngineProcess process : processes) {
                process.close();
            }
        }
    }

    private static String command(String engine) {
        return engine.startsWith("litert") ? "litert" : engine;
    }

    private static void report(
            Subject subject, int batch, Map<String, List<long[]>> measured, Map<String, EngineProcess> engines)
            throws IOException {
        double operations = batch * operations(KerasModelReader.read(subject.model));
        double vector = percentile(merged(measured, "vector"), 50);
        double scalar = percentile(merged(measured, "scalar"), 50);
        System.out.println("  engine                p50 ms    p99 ms   vector is   scalar is   GFLOP/s   RSS MB");
        for (Map.Entry<String, EngineProcess> entry : engines.entrySet()) {
            String engine = entry.getKey();
            long[] nanos = merged(measured, engine);
            double median = percentile(nanos, 50);
            System.out.printf(
                    Locale.ROOT,
                    "  %-20s %8.3f  %8.3f   %8.2fx   %8.2fx  %8.1f  %7d%n",
                    engine,
                    median / 1e6,
                    percentile(nanos, 99) / 1e6,
                    median / vector,
                    median / scalar,
                    operations / median,
                    entry.getValue().residentMegabytes());
        }
    }

    private static long[] merged(Map<String, List<long[]>> measured, String engine) {
        long[] all = measured.getOrDefault(engine, List.of()).stream()
                .flatMapToLong(Arrays::stream)
                .toArray();
        Arrays.sort(all);
        return all;
    }

    private static double percentile(long[] sorted, int percent) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    /** Returns the multiplications and additions of the matrix products for one sequence. */
    private static double operations(KerasModel model) {
        double sum = 0;
        for (KerasLayer layer : model.layers()) {
            if (layer.spec() instanceof RecurrentSpec recurrent) {
                Shape input = model.layer(layer.inputs().get(0)).outputShape();
                sum += 2.0 * input.size(0) * (input.last() + recurrent.units()) * recurrent.gates() * recurrent.units();
            } else if (layer.spec() instanceof DenseSpec dense) {
                sum += 2.0 * dense.units() * layer.weight("kernel").shape().size(0);
            } else if (layer.spec() instanceof BidirectionalSpec) {
                throw new IllegalStateException("not counted");
            }
        }
        return sum;
    }

    private static void cold(String python, Subject subject) throws Exception {
        System.out.printf("%n%s features, cold start to the first prediction, and peak memory%n", subject.name);
        Path converted = Files.createTempFile("model", ".tflite");
        EngineProcess.output(List.of(
                python,
                "tools/inference_peers.py",
                "convert",
                "--model",
                subject.model.toString(),
                "--output",
                converted.toString(),
                "--batch",
                "1",
                "--graphs",
                "rolled"));
        Path archive = Files.createTempDirectory("classes").resolve("classes.jsa");
        EngineProcess.output(coldJvm("scalar", subject, "-XX:ArchiveClassesAtExit=" + archive));
        Map<String, List<String>> commands = new LinkedHashMap<>();
        commands.put("predict", coldPeer(python, "predict", subject.model, subject));
        commands.put("function", coldPeer(python, "function", subject.model, subject));
        commands.put("litert", coldPeer(python, "litert", converted, subject));
        commands.put("scalar", coldJvm("scalar", subject));
        commands.put("scalar, class archive", coldJvm("scalar", subject, "-XX:SharedArchiveFile=" + archive));
        commands.put("vector", coldJvm("vector", subject));
        commands.put("dl4j", coldJvm("dl4j", subject));
        Map<String, double[]> seconds = new LinkedHashMap<>();
        Map<String, Double> memory = new LinkedHashMap<>();
        for (int turn = 0; turn < TURNS; turn++) {
            for (Map.Entry<String, List<String>> command : commands.entrySet()) {
                long started = System.currentTimeMillis();
                String out =
                        EngineProcess.output(with(command.getValue(), "--started", Long.toString(started * 1_000_000)));
                seconds.computeIfAbsent(command.getKey(), key -> new double[TURNS])[turn] =
                        EngineProcess.number(out, "seconds");
                memory.put(command.getKey(), EngineProcess.number(out, "maxrss_kib") / 1024);
            }
        }
        seconds.forEach((engine, values) -> {
            Arrays.sort(values);
            System.out.printf(
                    Locale.ROOT,
                    "  %-22s %6.3f s (least %.3f, most %.3f)  %5.0f MB%n",
                    engine,
                    values[TURNS / 2],
                    values[0],
                    values[TURNS - 1],
                    memory.getOrDefault(engine, Double.NaN));
        });
    }

    private static List<String> peers(String python, Subject subject, int batch, int threads) {
        return List.of(
                python,
                "tools/inference_peers.py",
                "serve",
                "--model",
                subject.model.toString(),
                "--input",
                subject.input.toString(),
                "--shape",
                subject.shape(),
                "--batch",
                Integer.toString(batch),
                "--threads",
                Integer.toString(threads));
    }

    private static List<String> coldPeer(String python, String engine, Path model, Subject subject) {
        return List.of(
                python,
                "tools/inference_peers.py",
                "cold",
                engine,
                "--model",
                model.toString(),
                "--input",
                subject.input.toString(),
                "--shape",
                subject.shape());
    }

    private static List<String> jvm(String engine, Subject subject, int batch, int threads) {
        List<String> command = java(engine);
        command.addAll(List.of(
                InferenceProgram.class.getName(),
                engine,
                subject.model.toString(),
                subject.input.toString(),
                Integer.toString(batch),
                Integer.toString(threads)));
        return command;
    }

    private static List<String> coldJvm(String engine, Subject subject, String... options) {
        List<String> command = java(engine);
        // As for a short-lived program.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of(options));
        command.addAll(List.of(
                InferenceProgram.class.getName(), engine, subject.model.toString(), subject.input.toString(), "cold"));
        return command;
    }

    private static List<String> java(String engine) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path")));
        if (engine.equals("vector")) {
            command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        }
        return command;
    }

    private static List<String> with(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return all;
    }
}
