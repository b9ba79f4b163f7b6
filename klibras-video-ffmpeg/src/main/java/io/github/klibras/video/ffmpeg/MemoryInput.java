package io.github.klibras.video.ffmpeg;

import io.github.klibras.core.landmark.Video;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * A video's bytes, presented to FFmpeg as a file. Checks for cancellation at each read, and whenever FFmpeg asks.
 *
 * <p>Callbacks must not throw: an exception would unwind C code. If the caller's function throws, FFmpeg is told to
 * stop, and {@link #checkNotCancelled()} rethrows the exception.
 */
final class MemoryInput implements AutoCloseable {

    private static final int BUFFER = 64 << 10;

    /**
     * The open inputs by key, which FFmpeg passes to the callbacks. These are shared, as JavaCPP allows ten of a kind
     * at most.
     */
    private static final Map<Long, MemoryInput> OPEN = new ConcurrentHashMap<>();

    private static final AtomicLong KEYS = new AtomicLong();
    private static final Reader READER = new Reader();
    private static final Seeker SEEKER = new Seeker();
    private static final Interrupter INTERRUPTER = new Interrupter();

    private final ByteBuffer bytes;
    private final BooleanSupplier cancelled;
    private final Key key = new Key(KEYS.incrementAndGet());
    private final AVIOContext context;

    private boolean stopped;
    private @Nullable Throwable failure;

    MemoryInput(Video video, BooleanSupplier cancelled) {
        this.bytes = video.asByteBuffer();
        this.cancelled = cancelled;
        BytePointer buffer = new BytePointer(Ffmpeg.allocated(avutil.av_malloc(BUFFER)));
        AVIOContext allocated = avformat.avio_alloc_context(buffer, BUFFER, 0, key, READER, null, SEEKER);
        if (allocated == null) {
            avutil.av_free(buffer);
        }
        this.context = Ffmpeg.allocated(allocated);
        OPEN.put(key.address(), this);
    }

    /** Makes a demuxer read these bytes and nothing else. */
    void feed(AVFormatContext demuxer) {
        demuxer.pb(context);
        demuxer.interrupt_callback().callback(INTERRUPTER).opaque(key);
    }

    /**
     * Checks for cancellation.
     *
     * @throws CancellationException if decoding has been cancelled
     */
    void checkNotCancelled() {
        if (stopped()) {
            if (failure instanceof Error error) {
                throw error;
            }
            throw failure instanceof RuntimeException exception
                    ? exception
                    : new CancellationException("Decoding the video was cancelled");
        }
    }

    /** Frees the memory; to be called after the demuxer is closed. */
    @Override
    public void close() {
        if (OPEN.remove(key.address()) != null) {
            // FFmpeg may have replaced the buffer.
            avutil.av_free(context.buffer());
            avformat.avio_context_free(context);
        }
    }

    /** Returns whether to stop. Never goes back to false: FFmpeg has taken the interruption for the end of the file. */
    private boolean stopped() {
        if (!stopped) {
            try {
                stopped = cancelled.getAsBoolean();
            } catch (RuntimeException | Error e) {
                stopped = true;
                failure = e;
            }
        }
        return stopped;
    }

    private int read(BytePointer target, int size) {
        if (stopped()) {
            return avutil.AVERROR_EXIT;
        }
        int length = Math.min(size, bytes.remaining());
        if (length <= 0) {
            return avutil.AVERROR_EOF;
        }
        target.capacity(length).asByteBuffer().put(bytes.slice(bytes.position(), length));
        bytes.position(bytes.position() + length);
        return length;
    }

    private long seek(long offset, int whence) {
        if ((whence & avformat.AVSEEK_SIZE) != 0) {
            return bytes.limit();
        }
        // The values of C's SEEK_SET, SEEK_CUR and SEEK_END.
        long from = switch (whence & ~avformat.AVSEEK_FORCE) {
            case 0 -> 0;
            case 1 -> bytes.position();
            case 2 -> bytes.limit();
            default -> -1;
        };
        long position = from + offset;
        if (from < 0 || position < 0 || position > bytes.limit()) {
            return avutil.AVERROR_EXTERNAL;
        }
        bytes.position((int) position);
        return position;
    }

    /** A number in place of a pointer of FFmpeg's. */
    private static final class Key extends Pointer {

        Key(long number) {
            address = number;
        }
    }

    private static final class Reader extends Read_packet_Pointer_BytePointer_int {

        @Override
        public int call(Pointer key, BytePointer target, int size) {
            MemoryInput input = OPEN.get(key.address());
            return input == null ? avutil.AVERROR_EXTERNAL : input.read(target, size);
        }
    }

    private static final class Seeker extends Seek_Pointer_long_int {

        @Override
        public long call(Pointer key, long offset, int whence) {
            MemoryInput input = OPEN.get(key.address());
            return input == null ? avutil.AVERROR_EXTERNAL : input.seek(offset, whence);
        }
    }

    private static final class Interrupter extends AVIOInterruptCB.Callback_Pointer {

        @Override
        public int call(Pointer key) {
            MemoryInput input = OPEN.get(key.address());
            return input == null || input.stopped() ? 1 : 0;
        }
    }
}
