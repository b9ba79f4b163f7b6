package io.github.klibras.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Which headers are kept when not all of them fit into a frame. */
class HeaderFrameTest {

    private static final int FRAME = 131_072;

    @Test
    void propertiesThatFitAreUnchanged() {
        BasicProperties properties = withHeaders(Map.of("theirs", "x".repeat(100_000)));

        assertThat(HeaderFrame.forms(properties, FRAME).get(0)).isEqualTo(properties);
        assertThat(HeaderFrame.forms(withHeaders(Map.of("theirs", "x".repeat(200_000))), 0))
                .first()
                .isEqualTo(withHeaders(Map.of("theirs", "x".repeat(200_000))));
    }

    @Test
    void unneededHeadersMakeRoomForOurs() {
        Map<String, Object> headers = new HashMap<>(Map.of("theirs", "x".repeat(FRAME), "trace", "t"));
        headers.putAll(Map.of("job_id", "j", "expected_action", "a", "user_id", "7", "encoding", "raw"));
        BasicProperties retry = Headers.forRetry(withHeaders(headers), 3, Duration.ofSeconds(5));

        BasicProperties form = HeaderFrame.forms(retry, FRAME).get(0);

        assertThat(form.getMessageId()).isEqualTo("id");
        assertThat(form.getHeaders())
                .isEqualTo(Map.of(
                        "job_id",
                        "j",
                        "expected_action",
                        "a",
                        "user_id",
                        "7",
                        "encoding",
                        "raw",
                        Headers.DELIVERY,
                        3,
                        Headers.WAIT,
                        5000L,
                        Headers.DROPPED,
                        2));
    }

    @Test
    void minimalFormFitsIntoTheSmallestFrame() throws IOException {
        Map<String, Object> headers = new HashMap<>();
        for (String name : List.of("job_id", "expected_action", "user_id", "encoding")) {
            headers.put(name, "\u20ac".repeat(85));
        }
        headers.put("theirs", "x".repeat(FRAME));
        BasicProperties all = new BasicProperties.Builder()
                .contentType("\u20ac".repeat(85))
                .contentEncoding("\u20ac".repeat(85))
                .messageId("\u20ac".repeat(85))
                .correlationId("c".repeat(255))
                .headers(headers)
                .build();
        BasicProperties parked = Headers.forParking(all, "\u20ac".repeat(5000), Instant.EPOCH);

        List<BasicProperties> forms = HeaderFrame.forms(parked, 4096);

        assertThat(forms).singleElement().satisfies(form -> {
            assertThat(form.getHeaders()).containsKeys("job_id", Headers.REASON, Headers.PARKED_AT, Headers.DELIVERY);
            assertThat(form.toFrame(0, 0).size()).isLessThan(4096 - 1500);
        });
    }

    @Test
    void minimalFormOfARawMessageDropsLongHeadersButKeepsTheJob() {
        BasicProperties properties = withHeaders(
                Map.of("job_id", "j", "expected_action", "x".repeat(FRAME), "user_id", "7", "encoding", "raw"));

        assertThat(HeaderFrame.forms(properties, FRAME))
                .singleElement()
                .satisfies(form -> assertThat(form.getHeaders())
                        .isEqualTo(Map.of("job_id", "j", "user_id", "7", "encoding", "raw", Headers.DROPPED, 1)));
    }

    /** Invalid UTF-8 is read as a character that takes three bytes. */
    @Test
    void minimalFormDropsAPropertyThatCannotBeWrittenAgain() {
        BasicProperties properties = new BasicProperties.Builder()
                .messageId("\ufffd".repeat(255))
                .contentType("text/plain")
                .build();

        assertThat(HeaderFrame.forms(properties, FRAME)).singleElement().satisfies(form -> {
            assertThat(form.getMessageId()).isNull();
            assertThat(form.getContentType()).isEqualTo("text/plain");
        });
    }

    private static BasicProperties withHeaders(Map<String, Object> headers) {
        return new BasicProperties.Builder().messageId("id").headers(headers).build();
    }
}
