package io.github.klibras.core.encoding;

import io.github.klibras.core.InvalidInputException;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * Writes payloads straight to where they are to go, holding some 30 KiB besides, whatever the size of the payload. A
 * {@link io.github.klibras.core.landmark.Video} is encoded by way of its {@code asByteBuffer()}. Stateless and
 * thread-safe.
 *
 * <p>{@link PayloadEncoding#encodedSize} tells beforehand how many bytes will be written. {@link PayloadEncoding#HEX}
 * is only read: all methods refuse it.
 */
public final class PayloadEncoder {

    /** Bytes of payload that are encoded at a time: a multiple of three, so that only the last ones are padded. */
    static final int CHUNK = 12 * 1024;

    private PayloadEncoder() {}

    /**
     * Encodes into the caller's array.
     *
     * @param payload its remaining bytes are read
     * @param target receives {@code encoding.encodedSize(payload.remaining())} bytes
     * @param offset index of the first byte in {@code target}
     * @return the number of bytes written
     * @throws InvalidInputException if the encoding is hex
     * @throws IndexOutOfBoundsException if {@code target} is too short; nothing was written then
     */
    public static int encode(ByteBuffer payload, PayloadEncoding encoding, byte[] target, int offset) {
        checkWritable(encoding);
        long size = encoding.encodedSize(payload.remaining());
        if (offset < 0 || size > target.length - (long) offset) {
            throw new IndexOutOfBoundsException("The encoded payload of " + size + " bytes does not fit at index "
                    + offset + " of an array of " + target.length);
        }
        ByteBuffer out = ByteBuffer.wrap(target, offset, (int) size);
        Chunk chunk = Chunk.of(encoding, payload.remaining());
        while (payload.hasRemaining()) {
            out.put(chunk.text, 0, chunk.encode(chunk.fill(payload)));
        }
        return (int) size;
    }

    /**
     * Encodes to a stream, which is not closed.
     *
     * @param payload its remaining bytes are read
     * @return the number of bytes written
     * @throws InvalidInputException if the encoding is hex
     * @throws IOException if the stream fails
     */
    public static long encode(ByteBuffer payload, PayloadEncoding encoding, OutputStream target) throws IOException {
        checkWritable(encoding);
        Chunk chunk = Chunk.of(encoding, payload.remaining());
        long written = 0;
        while (payload.hasRemaining()) {
            int length = chunk.encode(chunk.fill(payload));
            target.write(chunk.text, 0, length);
            written += length;
        }
        return written;
    }

    /**
     * Encodes from one stream to another; closes neither.
     *
     * @param payload read to its end
     * @return the number of bytes written
     * @throws InvalidInputException if the encoding is hex
     * @throws IOException if a stream fails
     */
    public static long encode(InputStream payload, PayloadEncoding encoding, OutputStream target) throws IOException {
        checkWritable(encoding);
        Chunk chunk = Chunk.of(encoding, CHUNK);
        long written = 0;
        int read;
        do {
            read = payload.readNBytes(chunk.payload, 0, CHUNK);
            int length = chunk.encode(read);
            target.write(chunk.text, 0, length);
            written += length;
        } while (read == CHUNK);
        return written;
    }

    private static void checkWritable(PayloadEncoding encoding) {
        if (encoding == PayloadEncoding.HEX) {
            throw new InvalidInputException("Hex is read for the sake of old messages, but not written");
        }
    }

    /** A piece of the payload, and its text. */
    private static final class Chunk {

        private final byte[] payload;
        private final byte[] text;

        private Chunk(byte[] payload, byte[] text) {
            this.payload = payload;
            this.text = text;
        }

        static Chunk of(PayloadEncoding encoding, int payloadSize) {
            byte[] payload = new byte[Math.min(CHUNK, payloadSize)];
            boolean raw = encoding == PayloadEncoding.RAW;
            return new Chunk(payload, raw ? payload : new byte[(int) encoding.encodedSize(payload.length)]);
        }

        int fill(ByteBuffer source) {
            int length = Math.min(payload.length, source.remaining());
            source.get(payload, 0, length);
            return length;
        }

        /** Makes the text of the first bytes of the payload; returns how many bytes it has. */
        int encode(int length) {
            if (text == payload) {
                return length;
            }
            byte[] exact = length == payload.length ? payload : Arrays.copyOf(payload, length);
            return Base64.getEncoder().encode(exact, text);
        }
    }
}
