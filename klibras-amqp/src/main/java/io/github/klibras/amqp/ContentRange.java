package io.github.klibras.amqp;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Where the text of the video seems to be in a message. A guess: it is right if a parser that is not shown the text
 * finds the field at exactly this position, and if every character of the text belongs to its encoding.
 */
final class ContentRange {

    /**
     * Number of bytes searched for the field; a message with more than that before the video is parsed the slow way.
     */
    private static final int SEARCHED = 64 * 1024;

    private static final byte[] KEY = ('"' + JsonMessages.VIDEO_CONTENT + '"').getBytes(StandardCharsets.US_ASCII);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long QUOTES = 0x2222222222222222L;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final byte[] body;
    private final int start;
    private final int end;

    private ContentRange(byte[] body, int start, int end) {
        this.body = body;
        this.start = start;
        this.end = end;
    }

    static @Nullable ContentRange find(byte[] body) {
        int key = indexOfKey(body);
        if (key < 0) {
            return null;
        }
        int colon = skipBlanks(body, key + KEY.length);
        int quote = skipBlanks(body, colon + 1);
        if (quote >= body.length || body[colon] != ':' || body[quote] != '"') {
            return null;
        }
        int end = indexOfQuote(body, quote + 1);
        return end < 0 ? null : new ContentRange(body, quote + 1, end);
    }

    private static int indexOfKey(byte[] body) {
        int last = Math.min(body.length - KEY.length, SEARCHED);
        for (int i = 0; i <= last; i++) {
            if (body[i] == '"' && isKey(body, i)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isKey(byte[] body, int index) {
        for (int i = 1; i < KEY.length; i++) {
            if (body[index + i] != KEY[i]) {
                return false;
            }
        }
        return true;
    }

    private static int skipBlanks(byte[] body, int from) {
        int index = from;
        while (index < body.length
                && (body[index] == ' ' || body[index] == '\n' || body[index] == '\r' || body[index] == '\t')) {
            index++;
        }
        return index;
    }

    /** Examines eight bytes at a time, as the text may have a hundred million. */
    private static int indexOfQuote(byte[] body, int from) {
        int index = from;
        for (; index <= body.length - Long.BYTES; index += Long.BYTES) {
            long zeroAtQuote = (long) LONGS.get(body, index) ^ QUOTES;
            long found = (zeroAtQuote - ONES) & ~zeroAtQuote & HIGH_BITS;
            if (found != 0) {
                return index + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        for (; index < body.length; index++) {
            if (body[index] == '"') {
                return index;
            }
        }
        return -1;
    }

    /** Returns the position of the quote before the text. */
    int quote() {
        return start - 1;
    }

    /** Returns the message with nothing between the quotes. */
    InputStream around() {
        return new SequenceInputStream(
                new ByteArrayInputStream(body, 0, start), new ByteArrayInputStream(body, end, body.length - end));
    }

    /** Returns the text. */
    ByteBuffer content() {
        return ByteBuffer.wrap(body, start, end - start);
    }
}
