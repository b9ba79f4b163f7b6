package io.github.klibras.core.encoding;

import io.github.klibras.core.Fuzz;
import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.landmark.Video;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PayloadStreamTest {

    private static final long ANY = Long.MAX_VALUE;
    private static final int CHUNK = PayloadEncoder.CHUNK;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, CHUNK - 1, CHUNK, CHUNK + 1, CHUNK + 2, 2 * CHUNK, 5 * CHUNK + 7})
    void everyWayOfEncodingGivesTheTextThatTheJdkGives(int size) throws IOException {
        byte[] payload = random(size);
        for (PayloadEncoding encoding : new PayloadEncoding[] {PayloadEncoding.BASE64, PayloadEncoding.RAW}) {
            byte[] expected = encoding == PayloadEncoding.RAW
                    ? payload
                    : Base64.getEncoder().encode(payload);
            byte[] array = new byte[expected.length + 2];
            ByteArrayOutputStream fromBuffer = new ByteArrayOutputStream();
            ByteArrayOutputStream fromStream = new ByteArrayOutputStream();

            assertThat(PayloadEncoder.encode(ByteBuffer.wrap(payload).asReadOnlyBuffer(), encoding, array, 1))
                    .isEqualTo(expected.length);
            assertThat(PayloadEncoder.encode(ByteBuffer.wrap(payload), encoding, fromBuffer))
                    .isEqualTo(expected.length);
            assertThat(PayloadEncoder.encode(new ByteArrayInputStream(payload), encoding, fromStream))
                    .isEqualTo(expected.length);

            assertThat(Arrays.copyOfRange(array, 1, array.length - 1)).isEqualTo(expected);
            assertThat(array[0] + array[array.length - 1]).isZero();
            assertThat(fromBuffer.toByteArray()).isEqualTo(expected);
            assertThat(fromStream.toByteArray()).isEqualTo(expected);
        }
    }

    @Test
    void anArrayThatIsTooShortIsNotWrittenTo() {
        byte[] target = new byte[8];

        assertThatThrownBy(() -> PayloadEncoder.encode(ByteBuffer.wrap(random(6)), PayloadEncoding.BASE64, target, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(target).containsOnly(0);
    }

    @Test
    void hexIsNotWritten() {
        assertThatThrownBy(() -> PayloadEncoder.encode(
                        ByteBuffer.wrap(random(6)), PayloadEncoding.HEX, OutputStream.nullOutputStream()))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> PayloadEncoder.encode(
                        new ByteArrayInputStream(random(6)), PayloadEncoding.HEX, OutputStream.nullOutputStream()))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(
                        () -> PayloadEncoder.encode(ByteBuffer.wrap(random(6)), PayloadEncoding.HEX, new byte[99], 0))
                .isInstanceOf(InvalidInputException.class);
    }

    @ParameterizedTest
    @EnumSource(PayloadEncoding.class)
    void streamsGiveThePayloadBack(PayloadEncoding encoding) throws IOException {
        int block = TextBlocks.SIZE;
        for (int size :
                new int[] {0, 1, 2, 3, block / 4 * 3 - 1, block / 4 * 3, block / 4 * 3 + 1, block, 3 * block + 5}) {
            byte[] payload = random(size);
            ByteArrayOutputStream out = new ByteArrayOutputStream();

            long written =
                    PayloadDecoder.decode(new ByteArrayInputStream(text(payload, encoding)), encoding, out, size);

            assertThat(written).isEqualTo(size);
            assertThat(out.toByteArray()).isEqualTo(payload);
            try (InputStream in =
                    PayloadDecoder.wrap(new ByteArrayInputStream(text(payload, encoding)), encoding, ANY)) {
                for (byte b : payload) {
                    assertThat((byte) in.read()).isEqualTo(b);
                }
                assertThat(in.read()).isEqualTo(-1);
                assertThat(in.read(new byte[3])).isEqualTo(-1);
                assertThat(in.read(new byte[3], 0, 0)).isZero();
            }
        }
    }

    @Test
    void positionsCountFromTheStartOfTheStream() {
        byte[] text = text(random(300_000), PayloadEncoding.BASE64);
        for (int position : new int[] {0, 65_535, 65_536, 131_071, 399_999}) {
            byte[] damaged = text.clone();
            damaged[position] = '!';

            assertThatThrownBy(() -> PayloadDecoder.decode(
                            new ByteArrayInputStream(damaged),
                            PayloadEncoding.BASE64,
                            OutputStream.nullOutputStream(),
                            ANY))
                    .isInstanceOfSatisfying(
                            InvalidPayloadException.class,
                            problem -> assertThat(problem.position()).isEqualTo(position));
        }
    }

    @Test
    void noMoreThanTheLimitIsDelivered() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThatThrownBy(() -> PayloadDecoder.decode(
                        new ByteArrayInputStream(text(random(300_000), PayloadEncoding.HEX)),
                        PayloadEncoding.HEX,
                        out,
                        100_000))
                .isInstanceOfSatisfying(PayloadTooLargeException.class, problem -> {
                    assertThat(problem.limit()).isEqualTo(100_000);
                    assertThat(problem.found()).isBetween(100_001L, 300_000L);
                })
                .hasMessageContaining("at least");
        assertThat(out.size()).isLessThanOrEqualTo(100_000);
    }

    @Test
    void afterAFailureEveryReadFails() throws IOException {
        InputStream in = PayloadDecoder.wrap(
                new ByteArrayInputStream("QUJD!UJD".getBytes(StandardCharsets.US_ASCII)), PayloadEncoding.BASE64, ANY);

        assertThatThrownBy(in::read).isInstanceOf(InvalidPayloadException.class);
        assertThatThrownBy(in::read).isInstanceOf(InvalidPayloadException.class);
    }

    @Test
    void closingClosesTheText() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream text = new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed.set(true);
            }
        };

        PayloadDecoder.wrap(text, PayloadEncoding.BASE64, ANY).close();

        assertThat(closed).isTrue();
    }

    @Test
    void aLargeVideoGoesThroughStreamsInLittleMemory() throws IOException {
        Video video = Video.of(new byte[30_000_000]);
        byte[] text = text(video.toByteArray(), PayloadEncoding.BASE64);
        byte[] target = new byte[text.length];
        long before = Fuzz.allocatedBytes();

        PayloadEncoder.encode(video.asByteBuffer(), PayloadEncoding.BASE64, target, 0);
        PayloadEncoder.encode(video.asByteBuffer(), PayloadEncoding.BASE64, OutputStream.nullOutputStream());
        PayloadDecoder.decode(
                new ByteArrayInputStream(text), PayloadEncoding.BASE64, OutputStream.nullOutputStream(), ANY);

        assertThat(Fuzz.allocatedBytes() - before).isLessThan(2_000_000);
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
