package io.github.klibras.video.ffmpeg;

import io.github.klibras.core.KlibrasException;
import io.github.klibras.core.internal.Numbers;
import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.video.SampledFrames;
import io.github.klibras.core.video.VideoDecoder;
import io.github.klibras.core.video.VideoLimits;

import java.util.function.BooleanSupplier;

/**
 * Decodes videos and pictures with FFmpeg, from memory: no files are written, and nothing but the given bytes is read.
 *
 * <p>Reads MP4, MOV, 3GP, WebM and Matroska with H.264, HEVC, VP8, VP9, AV1, MPEG-4, H.263, Motion JPEG or ProRes, and
 * PNG and JPEG pictures as videos of one frame. Pictures come out upright (rotated and mirrored as the file asks), with
 * square pixels, in the same colors as from OpenCV.
 *
 * <p>The class path needs FFmpeg's native libraries for the platform: {@code org.bytedeco:ffmpeg} and
 * {@code org.bytedeco:javacpp} with its classifier, such as {@code linux-x86_64}. These builds of FFmpeg are under the
 * LGPL 3; those with {@code -gpl} in their classifier work too, but are under the GPL.
 *
 * <p>This class changes two process-wide settings of FFmpeg: logging is off, and no single allocation may exceed 12
 * bytes per pixel of the greatest limit (100 MB by default).
 *
 * <p>Thread-safe.
 */
public final class FfmpegVideoDecoder implements VideoDecoder {

    private final Limits limits;
    private final int threads;

    private FfmpegVideoDecoder(Builder builder) {
        this.limits = new Limits(builder.limits);
        this.threads = builder.threads;
        Ffmpeg.load(builder.limits.maxPixels());
    }

    /** Returns a builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public SampledFrames open(Video video, FrameSampler sampler, BooleanSupplier cancelled) {
        return new DecodedFrames(video, sampler, limits, threads, cancelled);
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {

        private VideoLimits limits = VideoLimits.defaults();
        private int threads = 1;

        private Builder() {}

        /** Sets how large a video may be. Default: {@link VideoLimits#defaults()}. */
        public Builder limits(VideoLimits limits) {
            this.limits = limits;
            return this;
        }

        /**
         * Sets how many threads decode one video, 1 to 16. Default: 1, since a worker handles several jobs at once,
         * detecting landmarks takes far longer than decoding, and each thread holds frames of its own.
         */
        public Builder threads(int threads) {
            this.threads = Numbers.inRange("number of decoding threads", threads, 1, 16);
            return this;
        }

        /**
         * Returns a decoder.
         *
         * @throws KlibrasException if FFmpeg's native libraries cannot be loaded; the message says what to add
         */
        public FfmpegVideoDecoder build() {
            return new FfmpegVideoDecoder(this);
        }
    }
}
