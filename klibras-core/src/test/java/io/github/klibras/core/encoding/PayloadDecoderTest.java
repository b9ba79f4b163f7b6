package io.github.klibras.core.encoding;

import io.github.klibras.core.Fuzz;
import io.github.klibras.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PayloadDecoderTest {

    private static final byte[] MP4 = {0, 0, 0, 24, 'f', 't', 'y', 'p', 'm', 'p', '4', '2'};

    @Test
    void payloadsEncodedByTheJdkAreDecoded() {
        Random random = new Random(1);
        for (int size = 0; size < 300; size++) {
            byte[] payload = new byte[size];
            random.nextBytes(payload);

            byte[] base64 = Base64.getEncoder().encode(payload);
            byte[] hex = ascii(HexFormat.of().formatHex(payload));

            assertThat(PayloadDecoder.decode(base64, PayloadEncoding.BASE64)).isEqualTo(payload);
            assertThat(PayloadDecoder.decode(hex, PayloadEncoding.HEX)).isEqualTo(payload);
            assertThat(PayloadDecoder.decode(payload, PayloadEncoding.RAW)).isEqualTo(payload);
            assertThat(PayloadEncoding.BASE64.encodedSize(size)).isEqualTo(base64.length);
            assertThat(PayloadEncoding.HEX.encodedSize(size)).isEqualTo(hex.length);
            assertThat(PayloadEncoding.RAW.encodedSize(size)).isEqualTo(size);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BASE64, QUJD!UJD, 4",
        "BASE64, QUJD QUJ, 4",
        "BASE64, QUJ-QUJ_, 3",
        "BASE64, QUJ, 3",
        "BASE64, QQ=, 3",
        "BASE64, QQ==QUJD, 2",
        "BASE64, Q===, 1",
        "BASE64, ====, 0",
        "BASE64, QUJD=, 4",
        "BASE64, QUJDQ, 5",
        "BASE64, QUJDQ==, 5",
        "BASE64, QUI==, 4",
        "BASE64, QQ===, 2",
        "BASE64, QQ==!, 2",
        "BASE64, QR==, 1",
        "BASE64, QUJDQUJ=, 6",
        "HEX, 4142g3, 4",
        "HEX, 414, 3",
        "HEX, 0x41, 1",
    })
    void positionOfTheFirstErrorIsReported(PayloadEncoding encoding, String text, int position) {
        assertThatThrownBy(() -> PayloadDecoder.decode(ascii(text), encoding))
                .isInstanceOfSatisfying(
                        InvalidPayloadException.class,
                        problem -> assertThat(problem.position()).isEqualTo(position));
    }

    @ParameterizedTest
    @CsvSource({"BASE64, QUJDQQ==, 4", "HEX, 41424344, 4", "RAW, ABCD, 4"})
    void payloadOverTheLimitIsRefusedWithSizeAndLimit(PayloadEncoding encoding, String text, int size) {
        assertThat(PayloadDecoder.decode(ascii(text), encoding, size)).hasSize(size);
        assertThatThrownBy(() -> PayloadDecoder.decode(ascii(text), encoding, size - 1))
                .isInstanceOfSatisfying(PayloadTooLargeException.class, problem -> {
                    assertThat(problem.limit()).isEqualTo(size - 1);
                    assertThat(problem.found()).isEqualTo(size);
                })
                .hasMessageContaining("has 4 bytes; at most 3 are allowed");
    }

    @Test
    void limitAppliesToUndeclaredPayloadsToo() {
        assertThat(PayloadDecoder.decodeUndeclared(ascii("00".repeat(32)), 32)).hasSize(32);
        assertThatThrownBy(() -> PayloadDecoder.decodeUndeclared(ascii("00".repeat(33)), 32))
                .isInstanceOf(PayloadTooLargeException.class);
        assertThatThrownBy(() -> PayloadDecoder.decodeUndeclared(ascii("QUJD"), 2))
                .isInstanceOf(PayloadTooLargeException.class);
        assertThatThrownBy(() -> PayloadDecoder.decodeUndeclared(ascii("QUJD"), -1))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void refusingAPayloadOverTheLimitTakesLittleMemory() {
        byte[] text = ascii("A".repeat(40_000_000));
        long before = Fuzz.allocatedBytes();

        assertThatThrownBy(() -> PayloadDecoder.decode(text, PayloadEncoding.BASE64, 29_999_999))
                .isInstanceOf(PayloadTooLargeException.class);

        assertThat(Fuzz.allocatedBytes() - before).isLessThan(1_000_000);
    }

    @Test
    void undeclaredPayloadOfHexDigitsIsDecodedAsHex() {
        byte[] payload = new byte[32];

        assertThat(PayloadDecoder.decodeUndeclared(ascii("00".repeat(32)))).isEqualTo(payload);
        assertThat(PayloadDecoder.decodeUndeclared(ascii("aB".repeat(500)))).hasSize(500);
    }

    @Test
    void otherUndeclaredPayloadsAreDecodedAsBase64() {
        assertThat(PayloadDecoder.decodeUndeclared(ascii("QUJD"))).isEqualTo(ascii("ABC"));
        assertThatThrownBy(() -> PayloadDecoder.decodeUndeclared(ascii("nonsense!")))
                .isInstanceOf(InvalidPayloadException.class);
    }

    @Test
    void shortUndeclaredPayloadIsDecodedIfItYieldsAnMp4File() {
        assertThat(PayloadDecoder.decodeUndeclared(ascii(HexFormat.of().formatHex(MP4))))
                .isEqualTo(MP4);
        assertThat(PayloadDecoder.decodeUndeclared(Base64.getEncoder().encode(MP4)))
                .isEqualTo(MP4);
        assertThatThrownBy(() -> PayloadDecoder.decodeUndeclared(ascii("4142")))
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessageContaining("too short to tell");
    }

    @Test
    void encodingsAreFoundByTheirWireNames() {
        for (PayloadEncoding encoding : PayloadEncoding.values()) {
            assertThat(PayloadEncoding.ofWireName(encoding.wireName())).contains(encoding);
        }
        assertThat(PayloadEncoding.BASE64.wireName()).isEqualTo("base64");
        assertThat(PayloadEncoding.ofWireName("BASE64")).isEmpty();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
