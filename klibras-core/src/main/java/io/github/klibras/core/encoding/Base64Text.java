package io.github.klibras.core.encoding;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * Strict base64: what the JDK's decoder accepts less texts without padding and texts whose last digit has bits that
 * belong to no byte. The latter is a choice that RFC 4648, section 3.5, leaves to decoders: no encoder writes such a
 * text, so that it is damaged, and each payload has one text only.
 */
final class Base64Text {

    private static final int MAX_PADDING = 2;

    private Base64Text() {}

    /** Returns how many bytes a text decodes to, provided that it is valid. */
    static long decodedSize(Slice text) {
        return text.length() / 4 * 3L - padding(text);
    }

    /**
     * Decodes a text or the end of one.
     *
     * @param start where in the whole text it begins, a multiple of four
     */
    static byte[] decode(Slice text, long start) {
        if (text.length() % 4 != 0) {
            throw problem(text, start);
        }
        ByteBuffer payload;
        try {
            payload = Base64.getDecoder().decode(text.asByteBuffer());
        } catch (IllegalArgumentException e) {
            throw problem(text, start);
        }
        checkUnusedBits(text, start);
        return Slice.of(payload).toArray();
    }

    /**
     * Decodes a part of a text of which at least two more bytes follow, so that it holds no padding.
     *
     * @param text its length is a multiple of four
     * @return how many bytes of {@code target} were filled
     */
    static int decodeInner(byte[] text, long start, byte[] target) {
        int decoded;
        try {
            decoded = Base64.getDecoder().decode(text, target);
        } catch (IllegalArgumentException e) {
            throw notADigit(start + firstNonDigit(Slice.of(text), text.length));
        }
        if (decoded < text.length / 4 * 3) {
            throw notADigit(start + firstNonDigit(Slice.of(text), text.length));
        }
        return decoded;
    }

    /** The JDK's decoder does not say where it stopped: look for the place only once something is known to be wrong. */
    private static InvalidPayloadException problem(Slice text, long start) {
        int padding = padding(text);
        int digits = text.length() - padding;
        int wrong = firstNonDigit(text, digits);
        if (wrong < digits) {
            return notADigit(start + wrong);
        }
        int allowed = digits % 4 == 1 ? 0 : (4 - digits % 4) % 4;
        if (padding > allowed) {
            return notADigit(start + digits + allowed);
        }
        long end = start + text.length();
        return new InvalidPayloadException(
                "The payload is not base64: its " + end + " characters are not whole groups of four, padded with '='",
                end);
    }

    private static void checkUnusedBits(Slice text, long start) {
        int padding = padding(text);
        if (padding == 0) {
            return;
        }
        int last = text.length() - padding - 1;
        int unused = padding == 1 ? 0b11 : 0b1111;
        if ((value(text.at(last)) & unused) != 0) {
            throw new InvalidPayloadException(
                    "The payload is not base64 as encoders write it: the last digit, at position " + (start + last)
                            + ", has bits that belong to no byte",
                    start + last);
        }
    }

    private static InvalidPayloadException notADigit(long position) {
        return new InvalidPayloadException(
                "The payload is not base64: the character at position " + position + " is not one of its digits",
                position);
    }

    private static int padding(Slice text) {
        int padding = 0;
        while (padding < Math.min(MAX_PADDING, text.length()) && text.at(text.length() - 1 - padding) == '=') {
            padding++;
        }
        return padding;
    }

    private static int firstNonDigit(Slice text, int end) {
        int i = 0;
        while (i < end && value(text.at(i)) >= 0) {
            i++;
        }
        return i;
    }

    private static int value(byte c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' ? 62 : c == '/' ? 63 : -1;
    }
}
