package io.github.klibras.core.encoding;

import io.github.klibras.core.Fuzz;
import io.github.klibras.core.landmark.Video;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PayloadEncoderTest {

    private static final int CHUNK = PayloadEncoder.CHUNK;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, CHUNK - 1, CHUNK, CHUNK + 1, CHUNK + 2, 2 * CHUNK, 5 * CHUNK + 7})
    void textMatchesTheJdks(int size) {
        byte[] payload = random(size);
        for (PayloadEncoding encoding : PayloadEncoding.values()) {
            byte[] expected = text(payload, encoding);
            byte[] array = new byte[expected.length + 2];

            assertThat(PayloadEncoder.encode(ByteBuffer.wrap(payload).asReadOnlyBuffer(), encoding, array, 1))
                    .isEqualTo(expected.length);

            assertThat(Arrays.copyOfRange(array, 1, array.length - 1)).isEqualTo(expected);
            assertThat(array[0] + array[array.length - 1]).isZero();
        }
    }

    @Test
    void tooShortArrayIsNotWrittenTo() {
        for (PayloadEncoding encoding : PayloadEncoding.values()) {
            byte[] target = new byte[text(random(6), encoding).length];

            assertThatThrownBy(() -> PayloadEncoder.encode(ByteBuffer.wrap(random(6)), encoding, target, 1))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(target).containsOnly(0);
        }
    }

    @Test
    void encodingALargeVideoTakesLittleMemory() {
        Video video = Video.of(new byte[30_000_000]);
        byte[] text = text(video.toByteArray(), PayloadEncoding.BASE64);
        byte[] target = new byte[text.length];
        long before = Fuzz.allocatedBytes();

        PayloadEncoder.encode(video.asByteBuffer(), PayloadEncoding.BASE64, target, 0);

        assertThat(Fuzz.allocatedBytes() - before).isLessThan(500_000);
        assertThat(target).isEqualTo(text);
    }

    private static byte[] text(byte[] payload, PayloadEncoding encoding) {
        return switch (encoding) {
            case BASE64 -> Base64.getEncoder().encode(payload);
            case HEX -> HexFormat.of().formatHex(payload).getBytes(StandardCharsets.US_ASCII);
            case RAW -> payload;
        };
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
