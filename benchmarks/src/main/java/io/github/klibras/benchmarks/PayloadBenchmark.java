package io.github.klibras.benchmarks;

import com.sun.management.ThreadMXBean;
import io.github.klibras.amqp.AmqpJobMessageFormat;
import io.github.klibras.amqp.AmqpJobQueue;
import io.github.klibras.amqp.Broker;
import io.github.klibras.amqp.ConsumerConfig;
import io.github.klibras.amqp.PublisherConfig;
import io.github.klibras.amqp.QueueTopology;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.queue.Disposition;
import io.github.klibras.core.queue.Disposition.Done;
import io.github.klibras.core.queue.EncodedMessage;
import io.github.klibras.core.queue.JobHandler;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobSource;
import io.github.klibras.core.queue.MalformedMessageException;
import io.github.klibras.core.queue.PublishOutcome;
import io.github.klibras.core.queue.PublishOutcome.Confirmed;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;

/**
 * The cost of sending a video through the broker as hex, base64 and raw: bytes on the wire, time from encoding to
 * decoding, memory. The Python service's client alternates with it, in {@code tools/interop/roundtrip.py}.
 *
 * <p>Arguments: a Python with {@code tools/interop/requirements.txt}, and that script. Reads KLIBRAS_AMQP_URI. Run it
 * with {@code -Xmx2g}.
 */
public final class PayloadBenchmark {

    private static final int RUNS = 5;
    private static final int ROUNDS = 7;
    private static final int[] MEGABYTES = {1, 5, 20, 50};
    private static final List<String> FORMS = List.of("hex", "base64", "raw");
    private static final QueueTopology TOPOLOGY = QueueTopology.compatible("benchmark-payload");

    private final String python;
    private final String script;
    private final Broker broker;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private PayloadBenchmark(String python, String script, Broker broker) {
        this.python = python;
        this.script = script;
        this.broker = broker;
    }

    public static void main(String[] args) throws Exception {
        Environment.logOnly(Level.SEVERE);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (Broker broker = RabbitServer.connect(Scheduler.on(timer))) {
            PayloadBenchmark benchmark = new PayloadBenchmark(args[0], args[1], broker);
            // The first size runs twice: the first time, the compiler is at work.
            benchmark.measure(MEGABYTES[0], false);
            for (int megabytes : MEGABYTES) {
                benchmark.measure(megabytes, true);
            }
        } finally {
            timer.shutdownNow();
        }
    }

    private void measure(int megabytes, boolean printed) throws Exception {
        byte[] bytes = new byte[megabytes * 1_000_000];
        new Random(1).nextBytes(bytes);
        JobMessage message = new JobMessage(new JobId("job-1"), 7, "bom_dia", Video.of(bytes));
        List<Figures> all = FORMS.stream().map(Figures::new).toList();
        for (int run = 0; run < RUNS; run++) {
            for (Figures figures : all) {
                System.gc();
                heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
                figures.ours[run] = roundTrip(figures.form, message);
                figures.peak = Math.max(figures.peak, peakHeap());
                if (printed) {
                    figures.theirs[run] = python(figures.form, bytes.length);
                }
            }
        }
        if (printed) {
            all.forEach(figures -> report(megabytes, message, figures));
        }
    }

    private static final class Figures {

        private final String form;
        private final double[] ours = new double[RUNS];
        private final double[] theirs = new double[RUNS];
        private long peak;

        Figures(String form) {
            this.form = form;
        }
    }

    private double roundTrip(String form, JobMessage message) throws Exception {
        AmqpJobMessageFormat format = format(form);
        BlockingQueue<JobMessage> received = new LinkedBlockingQueue<>();
        PublisherConfig large = PublisherConfig.builder()
                .maxMessageBytes(AmqpJobMessageFormat.MAX_MESSAGE_BYTES)
                .timeout(Duration.ofMinutes(1))
                .build();
        try (AmqpJobQueue queue = broker.queue(TOPOLOGY, format, large);
                JobSource.Subscription subscription = broker.source(TOPOLOGY, format, ConsumerConfig.defaults())
                        .consume(1, collecting(received))) {
            double[] millis = new double[ROUNDS];
            // The first one waits for the channel too.
            for (int i = -1; i < ROUNDS; i++) {
                long started = System.nanoTime();
                PublishOutcome outcome = queue.publishAndWait(message);
                JobMessage got = received.poll(1, TimeUnit.MINUTES);
                millis[Math.max(i, 0)] = (System.nanoTime() - started) / 1e6;
                if (!(outcome instanceof Confirmed) || !message.equals(got) || subscription == null) {
                    throw new IllegalStateException("The message did not arrive: " + outcome);
                }
            }
            Arrays.sort(millis);
            return millis[ROUNDS / 2];
        }
    }

    private double python(String form, int size) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        python,
                        script,
                        RabbitServer.uri(),
                        TOPOLOGY.queue(),
                        form,
                        String.valueOf(size),
                        String.valueOf(ROUNDS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("Python failed");
        }
        return Double.parseDouble(line.substring(line.indexOf(' ') + 1));
    }

    private void report(int megabytes, JobMessage message, Figures figures) {
        AmqpJobMessageFormat format = format(figures.form);
        double size = message.video().size();
        EncodedMessage[] encoded = new EncodedMessage[1];
        double encoding = allocated(() -> encoded[0] = format.encode(message)) / size;
        double encodeMillis = median(() -> format.encode(message));
        double decoding = allocated(() -> format.decode(encoded[0])) / size;
        double decodeMillis = median(() -> format.decode(encoded[0]));
        Arrays.sort(figures.ours);
        Arrays.sort(figures.theirs);
        System.out.printf(
                "%2d MB %-6s %3.0f %% on the wire; all the way %6.0f ms, aio-pika %6.0f ms, %.2fx;"
                        + " encode %4.0f ms, %.2fx allocated; decode %4.0f ms, %.2fx allocated; peak heap %d MB%n",
                megabytes,
                figures.form,
                encoded[0].body().length / size * 100,
                figures.ours[RUNS / 2],
                figures.theirs[RUNS / 2],
                figures.theirs[RUNS / 2] / figures.ours[RUNS / 2],
                encodeMillis,
                encoding,
                decodeMillis,
                decoding,
                figures.peak / 1_000_000);
    }

    private double allocated(Runnable action) {
        long before = threads.getCurrentThreadAllocatedBytes();
        action.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static double median(Runnable action) {
        double[] millis = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            long started = System.nanoTime();
            action.run();
            millis[i] = (System.nanoTime() - started) / 1e6;
        }
        Arrays.sort(millis);
        return millis[RUNS / 2];
    }

    private static List<MemoryPoolMXBean> heapPools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    private static long peakHeap() {
        return heapPools().stream()
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }

    private static AmqpJobMessageFormat format(String form) {
        return switch (form) {
            case "hex" -> AmqpJobMessageFormat.hex();
            case "base64" -> AmqpJobMessageFormat.base64();
            default -> AmqpJobMessageFormat.raw();
        };
    }

    private static JobHandler collecting(BlockingQueue<JobMessage> received) {
        return new JobHandler() {
            @Override
            public Disposition handle(JobMessage message, int delivery) {
                received.add(message);
                return new Done();
            }

            @Override
            public Disposition handleMalformed(MalformedMessageException problem, int delivery) {
                throw problem;
            }
        };
    }
}
