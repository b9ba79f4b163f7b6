package io.github.klibras.core.encoding;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A view of part of an array. */
final class Slice {

    private final byte[] array;
    private final int offset;
    private final int length;

    private Slice(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    static Slice of(byte[] text) {
        return new Slice(text, 0, text.length);
    }

    /** Wraps a buffer's remaining bytes without moving its position; copies them only if the buffer has no array. */
    static Slice of(ByteBuffer text) {
        if (text.hasArray()) {
            return new Slice(text.array(), text.arrayOffset() + text.position(), text.remaining());
        }
        byte[] copy = new byte[text.remaining()];
        text.duplicate().get(copy);
        return of(copy);
    }

    int length() {
        return length;
    }

    byte at(int index) {
        return array[offset + index];
    }

    ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(array, offset, length);
    }

    /** Returns the bytes; the array itself, not a copy, if the slice spans all of it. */
    byte[] toArray() {
        return length == array.length ? array : Arrays.copyOfRange(array, offset, offset + length);
    }
}
