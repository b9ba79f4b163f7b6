package io.github.klibras.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.queue.MalformedMessageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which content encodings are accepted, and how others are reported. */
class ContentEncodingTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "utf-8", "UTF-8", "utf8", "identity"})
    void plainBodiesAreRead(String encoding) {
        BasicProperties properties = builder(encoding).build();

        assertThatCode(() -> ContentEncoding.requireNone(properties)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "deflate", "br", "zstd"})
    void compressedBodyIsReportedAsSuch(String encoding) {
        BasicProperties properties = builder(encoding).build();

        assertThatThrownBy(() -> ContentEncoding.requireNone(properties))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("The body is compressed (content encoding ")
                .hasMessageContaining("publish it uncompressed");
    }

    @Test
    void unsupportedEncodingIsNamed() {
        BasicProperties properties = builder("utf-16").build();

        assertThatThrownBy(() -> ContentEncoding.requireNone(properties))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("'utf-16' is not supported");
    }

    @Test
    void errorNamesTheJobByHeaderOrMessageId() {
        assertThat(jobOf(builder("gzip").messageId("by-id").headers(Map.of("job_id", "by-header"))))
                .contains(new JobId("by-header"));
        assertThat(jobOf(builder("gzip").messageId("by-id"))).contains(new JobId("by-id"));
        assertThat(jobOf(builder("gzip").messageId("x".repeat(200)))).isEmpty();
        assertThat(jobOf(builder("gzip"))).isEmpty();
    }

    private static Optional<JobId> jobOf(BasicProperties.Builder properties) {
        try {
            ContentEncoding.requireNone(properties.build());
            throw new AssertionError("It was read");
        } catch (MalformedMessageException e) {
            return e.jobId();
        }
    }

    private static BasicProperties.Builder builder(String encoding) {
        return new BasicProperties.Builder().contentEncoding(encoding);
    }
}
