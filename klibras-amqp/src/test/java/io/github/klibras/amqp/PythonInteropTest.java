package io.github.klibras.amqp;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.queue.Disposition;
import io.github.klibras.core.queue.Disposition.Done;
import io.github.klibras.core.queue.Disposition.Park;
import io.github.klibras.core.queue.JobHandler;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobSource;
import io.github.klibras.core.queue.MalformedMessageException;
import io.github.klibras.core.queue.PublishOutcome.Confirmed;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Either side may be Python: the scripts of tools/interop behave like the Python service, with its client, aio-pika.
 */
@EnabledIf(
        value = "io.github.klibras.amqp.PythonInteropTest#available",
        disabledReason = "There is no broker, or no Python with aio-pika")
class PythonInteropTest {

    private static final @Nullable String PYTHON = System.getenv("KLIBRAS_PYTHON");
    private static final int COUNT = 20;
    private static final int SIZE = 10_001;

    private final TestBroker server = new TestBroker();
    private final Broker broker = server.connect();
    private final QueueTopology topology = server.compatible();

    PythonInteropTest() throws Exception {}

    static boolean available() {
        if (PYTHON == null) {
            Logger.getLogger(PythonInteropTest.class.getName())
                    .warning("Exchange with Python is not tested: KLIBRAS_PYTHON does not name one that has"
                            + " tools/interop/requirements.txt");
        }
        return PYTHON != null && TestBroker.available();
    }

    @AfterEach
    void close() throws Exception {
        broker.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hex", "base64"})
    void jobsOfAPythonProducerAreRead(String encoding) throws Exception {
        assertThat(python("produce.py", encoding, String.valueOf(COUNT), String.valueOf(SIZE)))
                .containsExactly(String.valueOf(COUNT));
        BlockingQueue<JobMessage> received = new LinkedBlockingQueue<>();

        AmqpJobSource source = broker.source(topology, AmqpJobMessageFormat.base64(), ConsumerConfig.defaults());
        JobSource.Subscription subscription = source.consume(4, collecting(received));
        try (subscription) {
            List<JobMessage> messages = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                messages.add(Objects.requireNonNull(received.poll(20, TimeUnit.SECONDS), "nothing came within 20 s"));
            }
            assertThat(messages)
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, COUNT)
                            .mapToObj(number -> message("py-" + encoding + "-" + number, number))
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hex", "base64"})
    void ourJobsAreReadByAPythonWorker(String encoding) throws Exception {
        AmqpJobMessageFormat format =
                encoding.equals("hex") ? AmqpJobMessageFormat.hex() : AmqpJobMessageFormat.base64();
        publish(format);

        assertThat(python("consume.py", encoding, String.valueOf(COUNT)))
                .isEqualTo(IntStream.range(0, COUNT)
                        .mapToObj(number -> line(message("job-" + number, number)))
                        .toList());
    }

    /** As docs/messaging.md says, deployed workers read hex and nothing else. */
    @ParameterizedTest
    @CsvSource({"base64, hex", "hex, base64"})
    void pythonWorkerCannotReadAnotherEncoding(String ours, String theirs) throws Exception {
        AmqpJobMessageFormat format = ours.equals("hex") ? AmqpJobMessageFormat.hex() : AmqpJobMessageFormat.base64();
        publish(format);

        assertThat(python("consume.py", theirs, String.valueOf(COUNT)))
                .doesNotContain(line(message("job-0", 0)), line(message("job-1", 1)));
    }

    private void publish(AmqpJobMessageFormat format) throws InterruptedException {
        AmqpJobQueue queue = broker.queue(topology, format, PublisherConfig.defaults());
        for (int number = 0; number < COUNT; number++) {
            assertThat(queue.publishAndWait(message("job-" + number, number))).isEqualTo(new Confirmed());
        }
    }

    private List<String> python(String script, String... arguments) throws IOException, InterruptedException {
        Path path = Path.of(System.getProperty("klibras.root"), "tools", "interop", script);
        List<String> words = new ArrayList<>(
                List.of(Objects.requireNonNull(PYTHON), path.toString(), TestBroker.uri(), topology.queue()));
        words.addAll(List.of(arguments));
        Process process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }

    private static String line(JobMessage message) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(message.video().toByteArray());
            return String.join(
                    "\t",
                    message.jobId().value(),
                    message.expectedAction(),
                    String.valueOf(message.userId()),
                    HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static JobMessage message(String id, int number) {
        byte[] video = new byte[SIZE];
        for (int i = 0; i < SIZE; i++) {
            video[i] = (byte) (i * 31 + number);
        }
        return new JobMessage(new JobId(id), number + 1L, "em_preparação", Video.of(video));
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
                return new Park("malformed");
            }
        };
    }
}
