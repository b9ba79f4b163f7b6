package io.github.klibras.core.landmark;

import io.github.klibras.core.InvalidInputException;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes of a recording as the learner sent them: a video file, or any other form that the {@link LandmarkExtractor}
 * in use understands.
 *
 * <p>The bytes are not copied, since they may be tens of megabytes: callers must not modify an array after passing it
 * in. Equality is by content; {@link #toString()} gives only the size.
 */
public final class Video {

    private final byte[] bytes;

    private Video(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Wraps the bytes of a recording, without a copy.
     *
     * @throws InvalidInputException if there are none
     */
    public static Video of(byte[] bytes) {
        if (bytes.length == 0) {
            throw new InvalidInputException("The video is empty");
        }
        return new Video(bytes);
    }

    /** Returns the number of bytes, at least one. */
    public int size() {
        return bytes.length;
    }

    /** Returns a read-only view of the bytes, at position 0; no copy is made. */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** Returns a copy of the bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Video that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Video[" + bytes.length + " bytes]";
    }
}
