package io.github.klibras.core.encoding;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * Strict base64: accepts what the JDK's decoder does, except texts without padding and texts whose last digit has bits
 * that belong to no byte. RFC 4648, section 3.5, leaves the latter choice to decoders: no encoder writes such a text,
 * so it must be damaged; and refusing it gives each payload only one text.
 */
final class Base64Text {

    private static final int MAX_PADDING = 2;

    private Base64Text() {}

    /** Returns how many bytes a text decodes to, provided that it is valid. */
    static long decodedSize(Slice text) {
        return text.length() / 4 * 3L - padding(text);
    }

    static byte[] decode(Slice text) {
        ByteBuffer payload;
        try {
            payload = Base64.getDecoder().decode(text.asByteBuffer());
        } catch (IllegalArgumentException e) {
            throw problem(text);
        }
        // The decoder accepts texts without padding.
        if (text.length() % 4 != 0) {
            throw problem(text);
        }
        checkUnusedBits(text);
        return Slice.of(payload).toArray();
    }

    /** Finds the first error: the JDK's decoder does not say where it stopped, so this runs only after a failure. */
    private static InvalidPayloadException problem(Slice text) {
        int padding = padding(text);
        int digits = text.length() - padding;
        int wrong = firstNonDigit(text, digits);
        if (wrong < digits) {
            return notADigit(wrong);
        }
        int allowed = digits % 4 == 1 ? 0 : (4 - digits % 4) % 4;
        if (padding > allowed) {
            return notADigit(digits + allowed);
        }
        int end = text.length();
        return new InvalidPayloadException(
                "The payload is not base64: its " + end + " characters are not whole groups of four, padded with '='",
                end);
    }

    private static void checkUnusedBits(Slice text) {
        int padding = padding(text);
        if (padding == 0) {
            return;
        }
        int last = text.length() - padding - 1;
        int unused = padding == 1 ? 0b11 : 0b1111;
        if ((value(text.at(last)) & unused) != 0) {
            throw new InvalidPayloadException(
                    "The payload is not base64 as encoders write it: the last digit, at position " + last
                            + ", has bits that belong to no byte",
                    last);
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
