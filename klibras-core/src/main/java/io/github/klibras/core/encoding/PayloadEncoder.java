package io.github.klibras.core.encoding;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * Encodes payloads directly into their destination, with some 30 KiB of extra memory whatever the size of the payload.
 * To encode a {@link io.github.klibras.core.landmark.Video}, pass its {@code asByteBuffer()}. Stateless and
 * thread-safe.
 */
public final class PayloadEncoder {

    /** Payload bytes encoded at a time: a multiple of three, so that only the last chunk is padded. */
    static final int CHUNK = 12 * 1024;

    private PayloadEncoder() {}

    /**
     * Encodes into the caller's array.
     *
     * @param payload its remaining bytes are read
     * @param target receives {@code encoding.encodedSize(payload.remaining())} bytes
     * @param offset index of the first byte in {@code target}
     * @return the number of bytes written
     * @throws IndexOutOfBoundsException if {@code target} is too short; nothing was written then
     */
    public static int encode(ByteBuffer payload, PayloadEncoding encoding, byte[] target, int offset) {
        long size = encoding.encodedSize(payload.remaining());
        if (offset < 0 || size > target.length - (long) offset) {
            throw new IndexOutOfBoundsException("The encoded payload of " + size + " bytes does not fit at index "
                    + offset + " of an array of " + target.length);
        }
        ByteBuffer out = ByteBuffer.wrap(target, offset, (int) size);
        switch (encoding) {
            case BASE64 -> encodeBase64(payload, out);
            case HEX -> HexText.encode(payload, out);
            case RAW -> out.put(payload);
        }
        return (int) size;
    }

    /** Encodes chunk by chunk, since the JDK's encoder takes whole arrays only. */
    private static void encodeBase64(ByteBuffer payload, ByteBuffer out) {
        byte[] chunk = new byte[Math.min(CHUNK, payload.remaining())];
        byte[] text = new byte[(int) PayloadEncoding.BASE64.encodedSize(chunk.length)];
        while (payload.hasRemaining()) {
            int length = Math.min(chunk.length, payload.remaining());
            payload.get(chunk, 0, length);
            byte[] exact = length == chunk.length ? chunk : Arrays.copyOf(chunk, length);
            out.put(text, 0, Base64.getEncoder().encode(exact, text));
        }
    }
}
