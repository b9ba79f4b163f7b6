package io.github.klibras.benchmarks;

import io.github.klibras.amqp.AmqpJobQueue;
import io.github.klibras.amqp.Broker;
import io.github.klibras.amqp.PublisherConfig;
import io.github.klibras.amqp.QueueTopology;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.queue.EncodedMessage;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobMessageFormat;
import io.github.klibras.core.queue.PublishOutcome.Confirmed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Persistent, mandatory, confirmed messages per second: a window of 1,000 messages, but no more than 32 MB, against one
 * confirm after the other, and against RabbitMQ's PerfTest with the same window. They alternate, each in a JVM of its
 * own, several times.
 *
 * <p>Argument: a file with the class path of PerfTest; without one, the peer is left out. Reads KLIBRAS_AMQP_URI.
 */
public final class PublishBenchmark {

    private static final int RUNS = 5;
    private static final int SECONDS = 6;
    private static final int WINDOW = 1000;
    private static final int WINDOW_BYTES = 32_000_000;
    private static final int[] SIZES = {1_000, 100_000, 1_000_000};
    private static final QueueTopology TOPOLOGY = QueueTopology.compatible("benchmark-publish");
    private static final Pattern RATE = Pattern.compile("sending rate avg: (\\d+) msg/s");

    private PublishBenchmark() {}

    public static void main(String[] args) throws Exception {
        Environment.logOnly(Level.SEVERE);
        if (args.length == 3) {
            System.out.println(publish(
                    args[0].equals("window") ? window(Integer.parseInt(args[1])) : 1, Integer.parseInt(args[1])));
            System.exit(0);
        }
        for (int size : SIZES) {
            Map<String, double[]> rates = new LinkedHashMap<>();
            for (int run = 0; run < RUNS; run++) {
                note(rates, run, "one by one", child("one", size));
                note(rates, run, "window", child("window", size));
                if (args.length == 1) {
                    note(rates, run, "PerfTest", perfTest(args[0], size));
                }
            }
            report(size, rates);
        }
    }

    private static int window(int size) {
        return Math.min(WINDOW, WINDOW_BYTES / size);
    }

    private static void note(Map<String, double[]> rates, int run, String name, double rate) throws Exception {
        rates.computeIfAbsent(name, key -> new double[RUNS])[run] = rate;
        RabbitServer.deleteQueues(TOPOLOGY);
    }

    private static void report(int size, Map<String, double[]> rates) {
        rates.values().forEach(Arrays::sort);
        double window = median(rates, "window");
        rates.forEach((name, sorted) -> System.out.printf(
                "%,9d bytes  %-10s median %,9.0f/s (%,.0f to %,.0f)  window is %.2fx%n",
                size, name, median(rates, name), sorted[0], sorted[RUNS - 1], window / median(rates, name)));
    }

    private static double median(Map<String, double[]> rates, String name) {
        return rates.getOrDefault(name, new double[RUNS])[RUNS / 2];
    }

    /**
     * Publishes for some seconds. Like PerfTest, counts the warm-up of the JVM's compiler, but not the start of
     * the JVM.
     */
    private static double publish(int window, int size) throws Exception {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        LongAdder confirmed = new LongAdder();
        try (Broker broker = RabbitServer.connect(Scheduler.on(timer))) {
            AmqpJobQueue queue = broker.queue(
                    TOPOLOGY,
                    new Ready(size),
                    PublisherConfig.builder()
                            .windowMessages(WINDOW)
                            .windowBytes(Long.MAX_VALUE)
                            .timeout(Duration.ofMinutes(1))
                            .build());
            Video video = Video.of(new byte[1]);
            Semaphore free = new Semaphore(window);
            long started = System.nanoTime();
            long end = started + Duration.ofSeconds(SECONDS).toNanos();
            for (int i = 0; System.nanoTime() < end; i++) {
                free.acquire();
                CompletableFuture<Void> unused = queue.publish(
                                new JobMessage(new JobId("job-" + i), 7, "bom_dia", video))
                        .thenAccept(outcome -> {
                            if (!(outcome instanceof Confirmed)) {
                                throw new IllegalStateException(outcome.toString());
                            }
                            confirmed.increment();
                            free.release();
                        });
            }
            free.acquire(window);
            return confirmed.sum() / ((System.nanoTime() - started) / 1e9);
        } finally {
            timer.shutdownNow();
        }
    }

    /** Encodes nothing, since PerfTest does not either: all messages have the same body. */
    private static final class Ready implements JobMessageFormat {

        private final EncodedMessage message;

        Ready(int size) {
            message = new EncodedMessage(new byte[size], null, Map.of());
        }

        @Override
        public EncodedMessage encode(JobMessage unused) {
            return message;
        }

        @Override
        public long encodedSize(JobMessage unused) {
            return message.body().length;
        }

        @Override
        public JobMessage decode(EncodedMessage unused) {
            throw new UnsupportedOperationException("Nothing is read here");
        }
    }

    private static double child(String mode, int size) throws Exception {
        List<String> lines = run(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                PublishBenchmark.class.getName(),
                mode,
                String.valueOf(size),
                "child"));
        return Double.parseDouble(lines.get(lines.size() - 1));
    }

    private static double perfTest(String classPathFile, int size) throws Exception {
        List<String> lines = run(List.of(
                "-cp",
                Files.readString(Path.of(classPathFile)).trim(),
                "com.rabbitmq.perf.PerfTest",
                "--uri",
                RabbitServer.uri(),
                "-x",
                "1",
                "-y",
                "0",
                "-u",
                TOPOLOGY.queue(),
                "--auto-delete",
                "false",
                "-s",
                String.valueOf(size),
                "-c",
                String.valueOf(window(size)),
                "-f",
                "persistent",
                "-f",
                "mandatory",
                "-z",
                String.valueOf(SECONDS)));
        for (String line : lines) {
            Matcher rate = RATE.matcher(line);
            if (rate.find()) {
                return Double.parseDouble(rate.group(1));
            }
        }
        throw new IllegalStateException("PerfTest gave no rate: " + lines);
    }

    private static List<String> run(List<String> arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(arguments);
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("A child failed: " + lines);
        }
        return lines;
    }
}
