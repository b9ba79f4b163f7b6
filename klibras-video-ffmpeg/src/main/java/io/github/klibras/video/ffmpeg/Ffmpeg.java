package io.github.klibras.video.ffmpeg;

import io.github.klibras.core.KlibrasException;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/** FFmpeg's libraries in this process, and the two settings of theirs that hold for all of it. */
final class Ffmpeg {

    /** What a pixel may take: four values of 16 bits, and half as much for margins. */
    private static final long BYTES_A_PIXEL = 12;

    /** Bounds what one wrong number in a file can cost, such as the length of a table. */
    private static long maxAllocation = 32L << 20;

    private Ffmpeg() {}

    /**
     * Loads the libraries, unless they are.
     *
     * @param maxPixels how large a picture may be; what has been allowed once stays so
     * @throws KlibrasException if there are none for this platform; the message says what to add
     */
    static synchronized void load(int maxPixels) {
        try {
            Loader.load(avutil.class);
            Loader.load(swscale.class);
            Loader.load(avcodec.class);
            Loader.load(avformat.class);
        } catch (LinkageError e) {
            throw new KlibrasException(
                    "FFmpeg's native libraries for " + Loader.getPlatform()
                            + " cannot be loaded. Are org.bytedeco:ffmpeg and"
                            + " org.bytedeco:javacpp on the class path with the classifier " + Loader.getPlatform()
                            + "?",
                    e);
        }
        // It would write to the standard error; problems with a file are reported by exceptions.
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        maxAllocation = Math.max(maxAllocation, BYTES_A_PIXEL * maxPixels);
        avutil.av_max_alloc(maxAllocation);
    }

    /** Returns what FFmpeg has allocated. */
    static <P extends Pointer> P allocated(P pointer) {
        if (pointer == null || pointer.isNull()) {
            throw new KlibrasException("FFmpeg has no memory left");
        }
        return pointer;
    }
}
