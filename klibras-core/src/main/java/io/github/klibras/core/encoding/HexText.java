package io.github.klibras.core.encoding;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Pairs of hexadecimal digits of either case. */
final class HexText {

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** The value of each digit, -1 for any other byte; a table, since a video has tens of millions of digits. */
    private static final byte[] VALUES = values();

    private HexText() {}

    /** Returns whether the text consists of an even number of digits and nothing else. */
    static boolean isValid(Slice text) {
        if (text.length() % 2 != 0) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (value(text.at(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Decodes a text.
     *
     * @param target receives half as many bytes
     */
    static void decode(Slice text, byte[] target) {
        int length = text.length();
        for (int i = 0; i + 1 < length; i += 2) {
            int value = value(text.at(i)) << 4 | value(text.at(i + 1));
            if (value < 0) {
                throw notADigit(value(text.at(i)) < 0 ? i : i + 1);
            }
            target[i / 2] = (byte) value;
        }
        if (length % 2 != 0) {
            if (value(text.at(length - 1)) < 0) {
                throw notADigit(length - 1);
            }
            throw new InvalidPayloadException(
                    "The payload is not hex: it has an odd number of digits, " + length, length);
        }
    }

    /** Writes two lower-case digits for each remaining byte. */
    static void encode(ByteBuffer payload, ByteBuffer target) {
        while (payload.hasRemaining()) {
            int value = payload.get() & 0xff;
            target.put(DIGITS[value >> 4]).put(DIGITS[value & 0xf]);
        }
    }

    private static InvalidPayloadException notADigit(long position) {
        return new InvalidPayloadException(
                "The payload is not hex: the character at position " + position + " is not a hexadecimal digit",
                position);
    }

    private static int value(byte c) {
        return VALUES[c & 0xff];
    }

    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) -1);
        for (byte value = 0; value < 16; value++) {
            char digit = Character.forDigit(value, 16);
            values[digit] = value;
            values[Character.toUpperCase(digit)] = value;
        }
        return values;
    }
}
