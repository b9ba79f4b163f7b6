package io.github.klibras.testkit.queue;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.queue.EncodedMessage;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobMessageFormat;
import io.github.klibras.core.queue.MalformedMessageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The rules of {@link JobMessageFormat}. */
public abstract class JobMessageFormatContract {

    private static final JobId JOB = new JobId("3f1c0a52-5f0e-4d7e-9a38-0d3c6b6f2a11");

    /** Returns the format under test. */
    protected abstract JobMessageFormat format();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 49_151, 49_152, 49_153, 1_000_000})
    void decodedMessageEqualsTheEncodedOne(int size) {
        JobMessage message = new JobMessage(JOB, 7, "bom_dia", video(size));

        assertThat(format().decode(format().encode(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 49_151, 1_000_000})
    void encodedSizeMatchesTheEncodedMessage(int size) {
        JobMessage message = new JobMessage(JOB, 7, "\"Ç\\ 🤟", video(size));

        assertThat(format().encodedSize(message))
                .isEqualTo(format().encode(message).body().length);
    }

    @Test
    void unusualTextAndNumbersSurvive() {
        JobMessage message = new JobMessage(JOB, Long.MAX_VALUE, "\"Ç\\ 🤟\u2028</script>", video(10));

        assertThat(format().decode(format().encode(message))).isEqualTo(message);
    }

    @Test
    void messageTruncatedAnywhereIsMalformed() {
        byte[] whole =
                format().encode(new JobMessage(JOB, 7, "bom_dia", video(10))).body();

        for (int length = 0; length < whole.length; length++) {
            EncodedMessage cut = new EncodedMessage(Arrays.copyOf(whole, length), null, Map.of());
            assertThatThrownBy(() -> format().decode(cut)).isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void damagedMessageIsDecodedOrMalformed() {
        Random random = new Random(42);
        byte[] whole =
                format().encode(new JobMessage(JOB, 7, "bom_dia", video(30))).body();

        for (int i = 0; i < 5_000; i++) {
            byte[] mutated = whole.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            EncodedMessage message = new EncodedMessage(mutated, null, Map.of());
            try {
                JobMessage read = format().decode(message);
                assertThat(read.video().size()).isLessThanOrEqualTo(mutated.length);
                assertThat(format().decode(format().encode(read))).isEqualTo(read);
            } catch (MalformedMessageException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }

    private static Video video(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Video.of(bytes);
    }
}
