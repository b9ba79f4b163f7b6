package io.github.klibras.amqp;

import com.sun.management.ThreadMXBean;
import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.inmemory.InMemoryVideoStore;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.queue.EncodedMessage;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobMessageFormat;
import io.github.klibras.core.queue.MalformedMessageException;
import io.github.klibras.core.queue.MessageTooLargeException;
import io.github.klibras.core.queue.MissingVideoException;
import io.github.klibras.testkit.queue.JobMessageFormatContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The bytes of each form, and which formats read them. */
class MessageFormsTest {

    private static final JobId JOB = new JobId("3f1c0a52-5f0e-4d7e-9a38-0d3c6b6f2a11");
    private static final JobMessage MESSAGE = new JobMessage(JOB, 7, "em_preparação", Video.of(resource("video.bin")));

    private final InMemoryVideoStore videos = new InMemoryVideoStore();

    @Nested
    class Hex extends JobMessageFormatContract {
        @Override
        protected JobMessageFormat format() {
            return AmqpJobMessageFormat.hex();
        }
    }

    @Nested
    class ClaimCheck extends JobMessageFormatContract {

        private final JobMessageFormat format = AmqpJobMessageFormat.claimCheck(new InMemoryVideoStore());

        @Override
        protected JobMessageFormat format() {
            return format;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"base64", "hex", "claim-check"})
    void bytesMatchTheGoldenFileAndAreRead(String form) {
        AmqpJobMessageFormat format = format(form);

        EncodedMessage encoded = format.encode(MESSAGE);

        assertThat(text(encoded.body())).isEqualTo(text(resource(form + ".json")));
        assertThat(encoded.contentType()).isEqualTo("application/json");
        assertThat(encoded.headers()).isEmpty();
        assertThat(format.decode(plain(resource(form + ".json")))).isEqualTo(MESSAGE);
    }

    @Test
    void forgottenClaimCheckLeavesNoVideo() {
        AmqpJobMessageFormat own = AmqpJobMessageFormat.claimCheck(videos);
        own.encode(MESSAGE);

        own.forget(JOB);

        assertThat(videos.size()).isZero();
        videos.put(JOB, MESSAGE.video());
        AmqpJobMessageFormat.claimCheckOfStored(videos).forget(JOB);
        assertThat(videos.size()).as("it is the service's").isEqualTo(1);
    }

    @Test
    void aRawMessageIsTheVideoWithHeaders() throws IOException {
        EncodedMessage encoded = AmqpJobMessageFormat.raw().encode(MESSAGE);

        Properties golden = new Properties();
        golden.load(new StringReader(text(resource("raw.headers"))));
        assertThat(encoded.headers()).isEqualTo(golden);
        assertThat(encoded.contentType()).isEqualTo("application/octet-stream");
        assertThat(encoded.body()).isEqualTo(resource("video.bin"));
    }

    /** A deployment may switch forms while messages of the other are in flight. */
    @ParameterizedTest
    @CsvSource({"base64, raw", "hex, base64", "raw, claim-check", "claim-check, hex", "raw, base64"})
    void everyFormatReadsTheOtherForms(String writer, String reader) {
        EncodedMessage encoded = format(writer).encode(MESSAGE);

        assertThat(format(reader).readingFrom(videos).decode(encoded)).isEqualTo(MESSAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"python-hex.json", "python-base64.json"})
    void messagesOfThePythonServiceAreRead(String golden) {
        assertThat(AmqpJobMessageFormat.raw().decode(plain(resource(golden)))).isEqualTo(MESSAGE);
    }

    @Test
    void aClaimCheckNeedsItsVideo() {
        EncodedMessage encoded = AmqpJobMessageFormat.claimCheckOfStored(videos).encode(MESSAGE);

        assertThatThrownBy(() -> format("claim-check").decode(encoded))
                .isInstanceOfSatisfying(
                        MissingVideoException.class,
                        problem -> assertThat(problem.jobId()).contains(JOB));
        assertThatThrownBy(() -> AmqpJobMessageFormat.base64().decode(encoded))
                .isInstanceOf(MalformedMessageException.class)
                .isNotInstanceOf(MissingVideoException.class)
                .hasMessageContaining("which this reader was not given");
        assertThatThrownBy(() -> decode("{\"job_id\":\"j\",\"user_id\":1,\"expected_action\":\"a\","
                        + "\"encoding\":\"claim-check\",\"video_content\":\"QQ==\"}"))
                .hasMessageContaining("refers to a store, and has field video_content");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            job_id          |                 | header job_id is missing
            job_id          | x y             | header job_id cannot be used
            user_id         |                 | header user_id is missing
            user_id         | seven           | header user_id is not a whole number
            expected_action |                 | header expected_action is missing
            """)
    void malformedRawMessageIsRefusedWithAReason(String header, String value, String complaint) {
        EncodedMessage good = AmqpJobMessageFormat.raw().encode(MESSAGE);
        Map<String, String> headers = new HashMap<>(good.headers());
        headers.remove(header);
        if (value != null) {
            headers.put(header, value.replace("x y", "x".repeat(40)));
        }

        assertThatThrownBy(() -> AmqpJobMessageFormat.raw().decode(new EncodedMessage(good.body(), null, headers)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void anEmptyRawMessageIsMalformed() {
        EncodedMessage empty = new EncodedMessage(
                new byte[0], null, AmqpJobMessageFormat.raw().encode(MESSAGE).headers());

        assertThatThrownBy(() -> AmqpJobMessageFormat.raw().decode(empty))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("The video is empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Escapes that other serializers write.
                "{\"job_id\":\"j\",\"user_id\":1,\"expected_action\":\"a\",\"encoding\":\"base64\",\"video_content\":\"/\\u002F8=\"}",
                "{\"video_content\":\"\\/\\/8=\",\"job_id\":\"j\",\"user_id\":1,\"expected_action\":\"a\",\"encoding\":\"base64\"}",
                // The name of the field in places where it is not the field.
                "{\"x\":{\"video_content\":\"QQ==\"},\"job_id\":\"j\",\"user_id\":1,\"expected_action\":\"a\",\"encoding\":\"base64\",\"video_content\":\"//8=\"}",
                "{\"x\":\"video_content\",\"job_id\":\"j\",\"user_id\":1,\"expected_action\":\"a\",\"encoding\":\"base64\",\"video_content\":\"//8=\"}",
                "{\"x\":\"\\\"video_content\",\"job_id\":\"j\",\"user_id\":1,\"expected_action\":\"a\",\"encoding\":\"base64\",\"video_content\":\"//8=\"}",
                "{\"x\":\"a\\\"video_content\\\":\\\"b\",\"job_id\":\"j\",\"user_id\":1,\"expected_action\":\"a\",\"encoding\":\"base64\",\"video_content\":\"//8=\"}",
                // White space.
                "{ \"job_id\" : \"j\", \"user_id\": 1, \"expected_action\": \"a\", \"encoding\": \"hex\",\n\"video_content\"\t:\r\n \"ffFF\" }\n"
            })
    void anyValidJsonNotationIsRead(String json) {
        assertThat(decode(json).video()).isEqualTo(Video.of(new byte[] {-1, -1}));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"job_id\":\"j\",\"user_id\":1,\"expected_action\":\"a\",\"encoding\":\"base64\",\"video_content\":\"QQ==\",\"video_content\":\"QQ==\"}",
                "{\"job_id\":\"j\",\"user_id\":1,\"expected_action\":\"a\",\"encoding\":\"base64\",\"video_content\":\"QQ==\"}}",
                "{\"job_id\":\"j\",\"user_id\":1,\"expected_action\":\"a\",\"encoding\":\"base64\",\"video_content\":\"QQ==\"",
                "{\"job_id\":\"j\",\"user_id\":1,\"expected_action\":\"\u0001\",\"encoding\":\"base64\",\"video_content\":\"QQ==\"}",
                "{\"job_id\":\"j\",\"user_id\":1,\"expected_action\":\"a\",\"encoding\":\"base64\",\"video_content\":\"QQ==\u0001\"}",
                "{\"x\":{\"job_id\":\"j\",\"user_id\":1,\"expected_action\":\"a\",\"encoding\":\"base64\",\"video_content\":\"QQ==\"}}",
                "{\"job_id\":\"j\",\"user_id\":1,\"expected_action\":\"a\",\"encoding\":\"base64\",\"video_content\":17}",
                ""
            })
    void invalidMessageThatLooksValidIsRefused(String json) {
        assertThatThrownBy(() -> decode(json)).isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 999})
    void deeplyNestedUnknownFieldIsSkipped(int depth) {
        assertThat(decode(nested(depth)).video()).isEqualTo(Video.of(new byte[] {65}));
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 100_000})
    void excessiveNestingIsRefusedAndNamesTheJob(int depth) {
        String json = nested(depth);

        assertThatThrownBy(() -> decode(json))
                .isInstanceOfSatisfying(
                        MalformedMessageException.class,
                        problem -> assertThat(problem.jobId()).contains(new JobId("j")))
                .hasMessageContaining("it is nested more than 1000 deep");
    }

    /** Returns a message with lists and objects nested alternately, to this depth including the message itself. */
    private static String nested(int depth) {
        String open = "[{\"a\":".repeat(depth / 2) + (depth % 2 == 0 ? "0" : "[]");
        return "{\"job_id\":\"j\",\"user_id\":1,\"x\":" + open + "}]".repeat(depth / 2)
                + ",\"expected_action\":\"a\",\"encoding\":\"base64\",\"video_content\":\"QQ==\"}";
    }

    @Test
    void excessivelyLongNumberIsRefused() {
        String json = "{\"job_id\":\"j\",\"user_id\":" + "1".repeat(5000) + "}";

        assertThatThrownBy(() -> decode(json))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("a name or a number in it is longer than any reader needs");
    }

    @Test
    void badUtf8IsRefused() {
        byte[] body = AmqpJobMessageFormat.base64().encode(MESSAGE).body();
        int inAction = text(body).indexOf("em_prep");
        body[inAction] = (byte) 0xff;

        assertThatThrownBy(() -> AmqpJobMessageFormat.base64().decode(plain(body)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("not well-formed JSON");
    }

    /** Guessing where the video is never changes what a message means. */
    @Test
    void fastAndSlowReaderAgreeOnDamagedMessages() {
        Random random = new Random(7);
        byte[] good = resource("python-base64.json");
        for (int i = 0; i < 20_000; i++) {
            byte[] body = good.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                body[random.nextInt(body.length)] =
                        "\"\\{}:, video_content0".getBytes(StandardCharsets.US_ASCII)[random.nextInt(21)];
            }
            String quick = meaning(() -> AmqpJobMessageFormat.base64().decode(plain(body)));
            String slow = meaning(() -> AmqpJobMessageFormat.base64().decode(plain(withoutPlainKey(body))));
            assertThat(quick).isEqualTo(slow);
        }
    }

    /**
     * Returns JSON that is the same to a parser, but escapes the name of the field, so that the fast reader misses it.
     */
    private static byte[] withoutPlainKey(byte[] body) {
        return new String(body, StandardCharsets.ISO_8859_1)
                .replace("\"video_content\"", "\"video\\u005fcontent\"")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String meaning(Supplier<JobMessage> decoding) {
        try {
            return decoding.get().toString();
        } catch (MalformedMessageException e) {
            return String.valueOf(e.getMessage()).replaceAll("at byte \\d+", "at some byte");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"base64", "hex", "raw"})
    void encodingAndDecodingAllocateLittleMoreThanTheResult(String form) {
        AmqpJobMessageFormat format = format(form);
        JobMessage message = new JobMessage(JOB, 7, "bom_dia", Video.of(new byte[6_000_000]));
        EncodedMessage encoded = format.encode(message);
        format.decode(encoded);
        double onTheWire = form.equals("hex") ? 2 : form.equals("base64") ? 4 / 3.0 : 1;

        assertThat(allocated(() -> format.encode(message))).isLessThan((onTheWire + 0.05) * 6_000_000);
        assertThat(allocated(() -> format.decode(encoded))).isLessThan(1.05 * 6_000_000);
    }

    private static double allocated(Runnable action) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        action.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void tooLargeMessageIsNeitherWrittenNorRead() {
        JobMessage large =
                new JobMessage(JOB, 7, "bom_dia", Video.of(new byte[AmqpJobMessageFormat.MAX_MESSAGE_BYTES + 1]));

        for (String form : new String[] {"base64", "hex", "raw"}) {
            assertThatThrownBy(() -> format(form).encode(large)).isInstanceOf(MessageTooLargeException.class);
        }
        assertThatThrownBy(() -> format("raw")
                        .decode(new EncodedMessage(
                                large.video().toByteArray(),
                                null,
                                AmqpJobMessageFormat.raw().encode(MESSAGE).headers())))
                .isInstanceOfSatisfying(
                        MalformedMessageException.class,
                        problem -> assertThat(problem.jobId()).contains(JOB))
                .hasMessageContaining("at most 134217728 are read");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            base64      | raw         | Only a claim check has room for any video
            raw         | base64      | Only a claim check has room for any video
            hex         | claim-check | workers of the Python service, which do not read claim checks
            claim-check | claim-check | writes claim checks already
            """)
    void onlyClaimChecksStandInForLargeMessages(String form, String large, String complaint) {
        assertThatThrownBy(() -> format(form).largeAs(format(large)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void formatWithClaimChecksWritesSmallMessagesAsBeforeAndReadsBoth() {
        AmqpJobMessageFormat format = format("raw").largeAs(format("claim-check"));

        assertThat(format.encode(MESSAGE).body()).isEqualTo(resource("video.bin"));
        assertThat(videos.size()).isZero();
        JobMessageFormat large = format.forLarge().orElseThrow();
        assertThat(text(large.encode(MESSAGE).body())).isEqualTo(text(resource("claim-check.json")));
        assertThat(format.decode(large.encode(MESSAGE))).isEqualTo(MESSAGE);
        assertThat(format("raw").forLarge()).isEmpty();
    }

    private AmqpJobMessageFormat format(String form) {
        return switch (form) {
            case "base64" -> AmqpJobMessageFormat.base64();
            case "hex" -> AmqpJobMessageFormat.hex();
            case "raw" -> AmqpJobMessageFormat.raw();
            default -> AmqpJobMessageFormat.claimCheck(videos);
        };
    }

    private static JobMessage decode(String json) {
        return AmqpJobMessageFormat.base64().decode(plain(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static EncodedMessage plain(byte[] body) {
        return new EncodedMessage(body, null, Map.of());
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(MessageFormsTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
