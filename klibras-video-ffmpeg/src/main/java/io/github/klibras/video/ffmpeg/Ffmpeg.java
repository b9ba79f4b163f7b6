package io.github.klibras.video.ffmpeg;

import io.github.klibras.core.KlibrasException;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/** FFmpeg's libraries in this process, and their two process-wide settings. */
final class Ffmpeg {

    /** The most a pixel may take: four values of 16 bits, and half as much again for margins. */
    private static final long BYTES_A_PIXEL = 12;

    /** Limits the damage one wrong number in a file can do, such as the length of a table. */
    private static long maxAllocation = 32L << 20;

    private Ffmpeg() {}

    /**
     * Loads the libraries if they are not loaded yet.
     *
     * @param maxPixels how large a picture may be; the limit is only ever raised
     * @throws KlibrasException if the libraries cannot be loaded on this platform; the message says what to add
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
        // FFmpeg would log to standard error; problems with a file are reported by exceptions instead.
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        maxAllocation = Math.max(maxAllocation, BYTES_A_PIXEL * maxPixels);
        avutil.av_max_alloc(maxAllocation);
    }

    /**
     * Returns the pointer that FFmpeg allocated.
     *
     * @throws KlibrasException if it is null, for lack of memory
     */
    static <P extends Pointer> P allocated(P pointer) {
        if (pointer == null || pointer.isNull()) {
            throw new KlibrasException("FFmpeg has no memory left");
        }
        return pointer;
    }
}
