package io.github.klibras.core.encoding;

import io.github.klibras.core.InvalidInputException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/** Hands out decoded blocks, up to a limit. */
final class DecodingInputStream extends InputStream {

    private final InputStream text;
    private final TextBlocks blocks;
    private final long maxBytes;
    private final byte[] block;
    private int next;
    private int end;
    private long decoded;
    private @Nullable InvalidInputException failure;

    DecodingInputStream(InputStream text, TextBlocks blocks, long maxBytes) {
        this.text = text;
        this.blocks = blocks;
        this.maxBytes = maxBytes;
        this.block = new byte[blocks.size];
    }

    @Override
    public int read() throws IOException {
        return ready() ? Byte.toUnsignedInt(block[next++]) : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!ready()) {
            return -1;
        }
        int count = Math.min(length, end - next);
        System.arraycopy(block, next, target, offset, count);
        next += count;
        return count;
    }

    @Override
    public long transferTo(OutputStream target) throws IOException {
        long transferred = 0;
        while (ready()) {
            target.write(block, next, end - next);
            transferred += end - next;
            next = end;
        }
        return transferred;
    }

    @Override
    public int available() {
        return end - next;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }

    /** Sees to it that a byte can be taken from the block; says no at the end. */
    private boolean ready() throws IOException {
        if (next < end) {
            return true;
        }
        if (failure != null) {
            throw failure;
        }
        try {
            return decodeNext();
        } catch (InvalidInputException e) {
            failure = e;
            throw e;
        }
    }

    private boolean decodeNext() throws IOException {
        int count = blocks.next(block);
        if (count == TextBlocks.END) {
            return false;
        }
        decoded += count;
        if (decoded > maxBytes) {
            throw new PayloadTooLargeException(maxBytes, decoded, true);
        }
        next = 0;
        end = count;
        return true;
    }
}
