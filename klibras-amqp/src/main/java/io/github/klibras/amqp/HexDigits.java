package io.github.klibras.amqp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes hex as Python does. Core reads it only: nobody but an old worker of the Python service wants it. */
final class HexDigits {

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private HexDigits() {}

    /** Writes two digits for each byte that remains. */
    static void write(ByteBuffer bytes, byte[] target, int offset) {
        int index = offset;
        while (bytes.hasRemaining()) {
            int value = bytes.get() & 0xff;
            target[index] = DIGITS[value >> 4];
            target[index + 1] = DIGITS[value & 0xf];
            index += 2;
        }
    }
}
