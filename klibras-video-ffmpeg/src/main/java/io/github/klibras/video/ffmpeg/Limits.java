package io.github.klibras.video.ffmpeg;

import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.video.Picture;
import io.github.klibras.core.video.VideoLimits;

import java.util.Locale;

/** The limits, and the messages to a learner whose video exceeds them. */
record Limits(VideoLimits limits) {

    /**
     * Refuses a video that is too long.
     *
     * @param seconds the length that the file claims, or that has been decoded so far
     */
    void checkDuration(double seconds) {
        double max = limits.maxDuration().toSeconds() + limits.maxDuration().toNanosPart() / 1e9;
        if (seconds > max) {
            String allowed = String.format(Locale.ROOT, "%.2f", max).replaceAll("\\.?0+$", "");
            throw new UnreadableVideoException("The video is longer than " + allowed + " s; film the sign alone");
        }
    }

    /** Refuses a video with too many frames. */
    void checkFrames(long frames) {
        if (frames > limits.maxFrames()) {
            throw new UnreadableVideoException(
                    "The video has more than " + limits.maxFrames() + " frames; film the sign alone");
        }
    }

    /** Refuses pictures that are too large. */
    void checkSize(int width, int height) {
        if ((long) width * height > limits.maxPixels() || Math.max(width, height) > Picture.MAX_SIDE) {
            throw new UnreadableVideoException(String.format(
                    Locale.ROOT,
                    "The picture is too large, %d×%d pixels; at most %.1f megapixels can be used; choose a lower"
                            + " resolution, such as Full HD (1080p)",
                    width,
                    height,
                    limits.maxPixels() / 1e6));
        }
    }

    /** Returns the exception for files about which nothing more specific is known. */
    static UnreadableVideoException damaged() {
        return new UnreadableVideoException(
                "The video is damaged or incomplete; send it again, or film the sign again");
    }

    /** Returns the maximum number of packets to read; some packets may yield no frame. */
    long maxPackets() {
        return 4L * limits.maxFrames() + 1000;
    }

    /** Returns the limit for the decoder, which is above ours because it counts up to 63 hidden columns and rows. */
    long decoderPixels() {
        return limits.maxPixels() + 2L * 64 * Picture.MAX_SIDE;
    }
}
