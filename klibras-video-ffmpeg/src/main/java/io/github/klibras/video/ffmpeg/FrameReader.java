package io.github.klibras.video.ffmpeg;

import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.landmark.Video;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Decodes the frames of a file one by one from the first. Damaged packets are skipped; every frame that decodes counts.
 *
 * <p>Holds native memory, which {@link #close()} frees. For one thread at a time.
 */
final class FrameReader implements AutoCloseable {

    private final Limits limits;
    private final boolean picture;
    private final Demuxer demuxer;
    private final AVCodecContext decoder;
    private final AVPacket packet;
    private final AVFrame frame;

    private boolean drained;
    private int frames;
    private double firstTime = Double.NaN;
    private double time;

    /**
     * Opens a file and finds its video.
     *
     * @param threads the number of decoding threads
     * @param countOnly whether the frames' contents are not needed, which saves time
     * @throws UnreadableVideoException if the file contains no video or exceeds a limit
     * @throws CancellationException if it was cancelled meanwhile
     */
    FrameReader(Video video, Limits limits, int threads, boolean countOnly, BooleanSupplier cancelled) {
        FileKind kind = FileKind.of(video);
        this.limits = limits;
        this.picture = kind.isPicture();
        this.demuxer = new Demuxer(video, kind, limits, cancelled);
        try {
            AVCodec codec = Codecs.decoderOf(demuxer.stream().codecpar().codec_id());
            this.packet = Ffmpeg.allocated(avcodec.av_packet_alloc());
            this.frame = Ffmpeg.allocated(avutil.av_frame_alloc());
            this.decoder = Ffmpeg.allocated(avcodec.avcodec_alloc_context3(codec));
            open(codec, threads, countOnly);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * Decodes the next frame, which {@link #frame()} then returns.
     *
     * @return false if there are no more
     * @throws UnreadableVideoException if there are more than allowed, or they are too large
     * @throws CancellationException if it was cancelled meanwhile
     */
    boolean next() {
        if (picture && frames == 1) {
            // Phones append other data to a picture: a smaller one, or a second of video.
            return false;
        }
        while (true) {
            demuxer.checkNotCancelled();
            int received = avcodec.avcodec_receive_frame(decoder, frame);
            if (received >= 0) {
                frames++;
                limits.checkFrames(frames);
                limits.checkSize(frame.width(), frame.height());
                time = timeOfFrame();
                limits.checkDuration(time);
                return true;
            }
            if (received == avutil.AVERROR_EOF || drained) {
                return false;
            }
            decodePacket();
        }
    }

    /** Returns whether the file is a picture rather than a video. */
    boolean isPicture() {
        return picture;
    }

    /** Returns the current frame, which is valid until the next one is decoded. */
    AVFrame frame() {
        return frame;
    }

    /** Returns when the frame is shown, in seconds from the first one. */
    double time() {
        return time;
    }

    /** Returns how wide a pixel of the frame is, divided by its height; 0 if that is unknown. */
    double pixelAspect() {
        return demuxer.pixelAspect(frame);
    }

    @Override
    public void close() {
        // Each sets its argument to null, so a second call does nothing.
        if (decoder != null) {
            avcodec.avcodec_free_context(decoder);
        }
        avutil.av_frame_free(frame);
        avcodec.av_packet_free(packet);
        demuxer.close();
    }

    private void open(AVCodec codec, int threads, boolean countOnly) {
        AVCodecParameters parameters = demuxer.stream().codecpar();
        limits.checkSize(parameters.width(), parameters.height());
        if (avcodec.avcodec_parameters_to_context(decoder, parameters) < 0) {
            throw Limits.damaged();
        }
        decoder.pkt_timebase(demuxer.stream().time_base());
        decoder.thread_count(threads);
        decoder.max_pixels(limits.decoderPixels());
        if (countOnly) {
            decoder.skip_loop_filter(avcodec.AVDISCARD_ALL);
        }
        if (avcodec.avcodec_open2(decoder, codec, (AVDictionary) null) < 0) {
            throw Limits.damaged();
        }
    }

    private void decodePacket() {
        if (demuxer.read(packet)) {
            // A damaged packet is skipped.
            avcodec.avcodec_send_packet(decoder, packet);
            avcodec.av_packet_unref(packet);
        } else {
            // Asks for the frames still in the decoder.
            drained = avcodec.avcodec_send_packet(decoder, null) < 0;
        }
    }

    private double timeOfFrame() {
        long timestamp = frame.best_effort_timestamp();
        if (timestamp == avutil.AV_NOPTS_VALUE) {
            return frames == 1
                    ? 0
                    : time + Demuxer.seconds(frame.duration(), demuxer.stream().time_base());
        }
        double shown = Demuxer.seconds(timestamp, demuxer.stream().time_base());
        if (Double.isNaN(firstTime)) {
            firstTime = shown;
        }
        return Math.max(0, shown - firstTime);
    }
}
