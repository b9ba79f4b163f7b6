package io.github.klibras.video.ffmpeg;

import io.github.klibras.core.landmark.UnreadableVideoException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.global.avcodec;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The formats that phones and browsers record, and those that people convert them to. No other data reaches a parser
 * in C.
 */
final class Codecs {

    /** FFmpeg's decoder names. */
    private static final List<String> NAMES =
            List.of("h264", "hevc", "vp8", "vp9", "libdav1d", "libaom-av1", "mpeg4", "h263", "mjpeg", "prores", "png");

    private Codecs() {}

    /** Returns the names as a list for FFmpeg. */
    static String names() {
        return String.join(",", NAMES);
    }

    /**
     * Returns the decoder of a codec.
     *
     * @throws UnreadableVideoException if the codec is unknown or unsupported
     */
    static AVCodec decoderOf(int codecId) {
        if (codecId == avcodec.AV_CODEC_ID_NONE) {
            throw Limits.damaged();
        }
        AVCodec decoder = codecId == avcodec.AV_CODEC_ID_AV1 ? av1() : avcodec.avcodec_find_decoder(codecId);
        if (decoder == null || !NAMES.contains(decoder.name().getString())) {
            throw new UnreadableVideoException(
                    "Videos of the kind '" + avcodec.avcodec_get_name(codecId).getString()
                            + "' cannot be used; send it as MP4 with H.264, or as WebM");
        }
        return decoder;
    }

    /** Chooses the AV1 decoder: FFmpeg's default may be its own, which works with hardware only. */
    private static @Nullable AVCodec av1() {
        AVCodec dav1d = avcodec.avcodec_find_decoder_by_name("libdav1d");
        return dav1d != null ? dav1d : avcodec.avcodec_find_decoder_by_name("libaom-av1");
    }
}
