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

    /**
     * Bounds what one wrong number in a file can cost. A picture of 4K with 16 bits a value has 66 MB; the tables of a
     * minute of video, a few.
     */
    private static final long MAX_ALLOCATION = 512L << 20;

    private Ffmpeg() {}

    /**
     * Loads the libraries; does nothing the second time.
     *
     * @throws KlibrasException if there are none for this platform; the message says what to add
     */
    static void load() {
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
        // It would write to the standard error; what goes wrong with a file is told by exceptions.
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        avutil.av_max_alloc(MAX_ALLOCATION);
    }

    /** Returns what FFmpeg has allocated. */
    static <P extends Pointer> P allocated(P pointer) {
        if (pointer == null || pointer.isNull()) {
            throw new KlibrasException("FFmpeg has no memory left");
        }
        return pointer;
    }
}
