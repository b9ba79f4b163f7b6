package io.github.klibras.core.encoding;

import io.github.klibras.core.Fuzz;
import io.github.klibras.core.InvalidInputException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(600)
class PayloadFuzzTest {

    private static final Pattern BASE64 =
            Pattern.compile("([A-Za-z0-9+/]{4})*" + "([A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?");
    private static final Pattern HEX = Pattern.compile("([0-9a-fA-F]{2})*");
    private static final byte[] BASE64_TEXT =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEX_TEXT = "0123456789abcdefABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PADDED = "AAAAQgw0Qgw0====".getBytes(StandardCharsets.US_ASCII);

    /** The result of decoding a text: a payload in hex, or the exception. */
    private record Outcome(@Nullable String hex, @Nullable InvalidInputException problem) {

        static Outcome of(byte[] payload) {
            return new Outcome(HexFormat.of().formatHex(payload), null);
        }

        String shown() {
            return problem instanceof InvalidPayloadException e
                    ? "position " + e.position() + ": " + e.getMessage()
                    : String.valueOf(hex);
        }
    }

    @Test
    void exactlyTheTextsOfTheGrammarAreDecoded() {
        Fuzz.cases(random -> {
            byte[] text = text(random);
            PayloadEncoding encoding = random.nextBoolean() ? PayloadEncoding.BASE64 : PayloadEncoding.HEX;
            Pattern grammar = encoding == PayloadEncoding.BASE64 ? BASE64 : HEX;
            long before = Fuzz.allocatedBytes();

            Outcome whole = decode(text, encoding, Long.MAX_VALUE);

            assertThat(Fuzz.allocatedBytes() - before).isLessThan(100_000);
            assertThat(whole.hex() != null)
                    .isEqualTo(grammar.matcher(latin1(text)).matches());
            if (whole.problem() instanceof InvalidPayloadException problem) {
                assertThat(problem.position()).isBetween(0L, (long) text.length);
            }
        });
    }

    @Test
    void firstOfSeveralWrongBytesIsReported() {
        Fuzz.cases(random -> {
            byte[] payload = new byte[2 + random.nextInt(60)];
            random.nextBytes(payload);
            PayloadEncoding encoding = random.nextBoolean() ? PayloadEncoding.BASE64 : PayloadEncoding.HEX;
            byte[] text = encoding == PayloadEncoding.BASE64
                    ? Base64.getEncoder().encode(payload)
                    : HexFormat.of().formatHex(payload).getBytes(StandardCharsets.US_ASCII);
            int first = text.length - 1;
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                // Not in the padding: the first error would then be the character before it.
                int position = random.nextInt(text.length - 2);
                text[position] =
                        (byte) (random.nextBoolean() ? -1 - random.nextInt(128) : " !-_\n~".charAt(random.nextInt(6)));
                first = Math.min(first, position);
            }

            Outcome whole = decode(text, encoding, Long.MAX_VALUE);

            assertThat(whole.shown()).startsWith("position " + first + ":");
        });
    }

    @Test
    void limitHoldsForAnyText() {
        Fuzz.cases(random -> {
            byte[] text = text(random);
            long max = random.nextInt(40);
            for (PayloadEncoding encoding : PayloadEncoding.values()) {
                Outcome outcome = decode(text, encoding, max);
                if (outcome.hex() != null) {
                    assertThat(outcome.hex().length() / 2).isLessThanOrEqualTo((int) max);
                } else if (outcome.problem() instanceof PayloadTooLargeException problem) {
                    assertThat(problem.limit()).isEqualTo(max);
                    assertThat(problem.found()).isGreaterThan(max);
                }
            }
        });
    }

    @Test
    void undeclaredTextIsHexOrBase64OrRefused() {
        Fuzz.cases(random -> {
            byte[] text = text(random);
            byte[] payload;
            try {
                payload = PayloadDecoder.decodeUndeclared(text, 1000);
            } catch (InvalidPayloadException e) {
                assertThat(e.position()).isBetween(0L, (long) text.length);
                return;
            }
            assertThat(latin1(text).toLowerCase(Locale.ROOT))
                    .isIn(
                            HexFormat.of().formatHex(payload),
                            Base64.getEncoder().encodeToString(payload).toLowerCase(Locale.ROOT));
        });
    }

    private static Outcome decode(byte[] text, PayloadEncoding encoding, long max) {
        try {
            return Outcome.of(PayloadDecoder.decode(text, encoding, max));
        } catch (InvalidPayloadException | PayloadTooLargeException e) {
            return new Outcome(null, e);
        }
    }

    /** Returns a text that is usually almost valid. */
    private static byte[] text(RandomGenerator random) {
        byte[] text = new byte[random.nextInt(random.nextInt(10) == 0 ? 300 : 48)];
        byte[] alphabet = random.nextBoolean() ? BASE64_TEXT : HEX_TEXT;
        for (int i = 0; i < text.length; i++) {
            text[i] = alphabet[random.nextInt(alphabet.length)];
        }
        if (random.nextInt(2) == 0) {
            int tail = Math.min(text.length, 1 + random.nextInt(4));
            for (int i = text.length - tail; i < text.length; i++) {
                text[i] = PADDED[random.nextInt(PADDED.length)];
            }
        }
        for (int changes = Math.max(0, random.nextInt(6) - 3); changes > 0 && text.length > 0; changes--) {
            text[random.nextInt(text.length)] = (byte) random.nextInt();
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(text, text.length / 4 * 4) : text;
    }

    private static String latin1(byte[] text) {
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
