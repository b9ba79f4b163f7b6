package io.github.klibras.core.encoding;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Decodes a text block by block. For one thread. */
abstract class TextBlocks {

    /** Bytes of text in a block. */
    static final int SIZE = 64 * 1024;

    /** The end of the text. */
    static final int END = -1;

    final InputStream text;
    final int size;

    private TextBlocks(InputStream text, int size) {
        this.text = text;
        this.size = size;
    }

    /** Makes blocks of {@code size} bytes of text, a multiple of four. */
    static TextBlocks of(InputStream text, PayloadEncoding encoding, int size) {
        return switch (encoding) {
            case BASE64 -> new Base64Blocks(text, size);
            case HEX -> new HexBlocks(text, size);
            case RAW -> new RawBlocks(text, size);
        };
    }

    /**
     * Decodes the next block.
     *
     * @param target has room for {@link #size} bytes
     * @return how many bytes of {@code target} were filled, at least one, or {@link #END}
     */
    abstract int next(byte[] target) throws IOException;

    private static final class RawBlocks extends TextBlocks {

        private RawBlocks(InputStream text, int size) {
            super(text, size);
        }

        @Override
        int next(byte[] target) throws IOException {
            return text.read(target, 0, size);
        }
    }

    private static final class HexBlocks extends TextBlocks {

        private final byte[] block = new byte[size];
        private long start;

        private HexBlocks(InputStream text, int size) {
            super(text, size);
        }

        @Override
        int next(byte[] target) throws IOException {
            int length = text.readNBytes(block, 0, size);
            HexText.decode(Slice.of(block, length), start, target);
            start += length;
            return length == 0 ? END : length / 2;
        }
    }

    /** Reads one block ahead, since only the last two bytes of the whole text may be padding. */
    private static final class Base64Blocks extends TextBlocks {

        private byte[] block = new byte[size];
        private byte[] ahead = new byte[size];
        private int length = END;
        private int aheadLength;
        private long start;

        private Base64Blocks(InputStream text, int size) {
            super(text, size);
        }

        @Override
        int next(byte[] target) throws IOException {
            if (length == END) {
                length = text.readNBytes(block, 0, size);
                readAhead();
            }
            if (length == 0) {
                return END;
            }
            return aheadLength < 2 ? decodeEnd(target) : decodeInner(target);
        }

        private void readAhead() throws IOException {
            aheadLength = length < size ? 0 : text.readNBytes(ahead, 0, size);
        }

        private int decodeInner(byte[] target) throws IOException {
            int decoded = Base64Text.decodeInner(block, start, target);
            start += size;
            byte[] free = block;
            block = ahead;
            length = aheadLength;
            ahead = free;
            readAhead();
            return decoded;
        }

        private int decodeEnd(byte[] target) {
            byte[] end = Arrays.copyOf(block, length + aheadLength);
            System.arraycopy(ahead, 0, end, length, aheadLength);
            byte[] decoded = Base64Text.decode(Slice.of(end), start);
            System.arraycopy(decoded, 0, target, 0, decoded.length);
            length = 0;
            return decoded.length;
        }
    }
}
