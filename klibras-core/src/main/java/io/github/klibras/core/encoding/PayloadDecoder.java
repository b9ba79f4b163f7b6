package io.github.klibras.core.encoding;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Base64;

/**
 * Turns the text of a payload back into bytes. Strict: no white space, no line breaks, no URL-safe alphabet, padding
 * required. Stateless and thread-safe.
 */
public final class PayloadDecoder {

    /**
     * Below this length, a base64 text may consist of hexadecimal digits by chance. At it, the chance is (22/64)^64,
     * about 10^-30.
     */
    static final int TELLING_LENGTH = 64;

    private static final byte[] MP4_MARK = {'f', 't', 'y', 'p'};
    private static final int MP4_MARK_OFFSET = 4;

    private PayloadDecoder() {}

    /**
     * Decodes a payload whose encoding is known.
     *
     * @param text the encoded bytes, ASCII for base64 and hex
     * @return the payload; {@code text} itself for {@link PayloadEncoding#RAW}
     * @throws InvalidPayloadException if the text is not valid in this encoding
     */
    public static byte[] decode(byte[] text, PayloadEncoding encoding) {
        return switch (encoding) {
            case BASE64 -> decodeBase64(text);
            case HEX -> decodeHex(text);
            case RAW -> text;
        };
    }

    /**
     * Decodes a payload of an old message that does not say its encoding.
     *
     * <p>A text of even length with only hexadecimal digits is hex, any other is base64. A text under 64 characters that
     * could be both is accepted only in the reading that gives the start of an MP4 file ({@code ftyp} at bytes 4 to 7).
     *
     * @param text ASCII
     * @throws InvalidPayloadException if the text is neither, or could be both
     */
    public static byte[] decodeUndeclared(byte[] text) {
        boolean hex = text.length % 2 == 0 && firstNonHex(text) < 0;
        if (!hex) {
            return decodeBase64(text);
        }
        if (text.length == 0 || text.length >= TELLING_LENGTH) {
            return decodeHex(text);
        }
        byte[] asHex = decodeHex(text);
        if (isMp4(asHex)) {
            return asHex;
        }
        byte @Nullable [] asBase64 = text.length % 4 == 0 ? decodeBase64(text) : null;
        if (asBase64 != null && isMp4(asBase64)) {
            return asBase64;
        }
        throw new InvalidPayloadException(
                "The payload of " + text.length + " characters does not say its encoding and is too short to tell", 0);
    }

    private static boolean isMp4(byte[] payload) {
        int end = MP4_MARK_OFFSET + MP4_MARK.length;
        return payload.length >= end && Arrays.equals(payload, MP4_MARK_OFFSET, end, MP4_MARK, 0, MP4_MARK.length);
    }

    private static byte[] decodeBase64(byte[] text) {
        if (text.length % 4 == 0) {
            try {
                return Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                throw base64Problem(text);
            }
        }
        throw base64Problem(text);
    }

    /** The JDK's decoder does not say where it stopped: look for the place only once something is known to be wrong. */
    private static InvalidPayloadException base64Problem(byte[] text) {
        int digits = text.length;
        while (digits > 0 && text.length - digits < 2 && text[digits - 1] == '=') {
            digits--;
        }
        for (int i = 0; i < digits; i++) {
            if (!isBase64Digit(text[i])) {
                return new InvalidPayloadException(
                        "The payload is not base64: the character at position " + i + " is not one of its digits", i);
            }
        }
        return new InvalidPayloadException(
                "The payload is not base64: its " + text.length
                        + " characters are not whole groups of four, padded with" + " '='",
                text.length);
    }

    private static boolean isBase64Digit(byte c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    }

    private static byte[] decodeHex(byte[] text) {
        int wrong = firstNonHex(text);
        if (wrong >= 0) {
            throw new InvalidPayloadException(
                    "The payload is not hex: the character at position " + wrong + " is not a hexadecimal digit",
                    wrong);
        }
        if (text.length % 2 != 0) {
            throw new InvalidPayloadException(
                    "The payload is not hex: it has an odd number of digits, " + text.length, text.length);
        }
        byte[] payload = new byte[text.length / 2];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (Character.digit(text[2 * i], 16) << 4 | Character.digit(text[2 * i + 1], 16));
        }
        return payload;
    }

    private static int firstNonHex(byte[] text) {
        for (int i = 0; i < text.length; i++) {
            byte c = text[i];
            if (Character.digit(c, 16) < 0) {
                return i;
            }
        }
        return -1;
    }
}
