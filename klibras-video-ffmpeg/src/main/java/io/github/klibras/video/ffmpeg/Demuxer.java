package io.github.klibras.video.ffmpeg;

import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.landmark.Video;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Demultiplexes a file: finds its video stream and reads that stream's packets.
 *
 * <p>Holds native memory, which {@link #close()} frees. For one thread at a time.
 */
final class Demuxer implements AutoCloseable {

    /**
     * Far more than cameras write besides the picture (sound, location, orientation). Each stream may have
     * large tables.
     */
    private static final int MAX_STREAMS = 32;

    private final Limits limits;
    private final MemoryInput input;
    private final AVFormatContext context;
    private final AVStream stream;

    private long packets;

    /**
     * Opens a file.
     *
     * @throws UnreadableVideoException if the file contains no video or exceeds a limit
     * @throws CancellationException if it was cancelled meanwhile
     */
    Demuxer(Video video, FileKind kind, Limits limits, BooleanSupplier cancelled) {
        this.limits = limits;
        this.input = new MemoryInput(video, cancelled);
        this.context = avformat.avformat_alloc_context();
        try {
            Ffmpeg.allocated(context);
            open(kind);
            this.stream = findVideo();
            limits.checkDuration(durationOf(stream));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Returns the stream of the video. */
    AVStream stream() {
        return stream;
    }

    /**
     * Reads the next packet of the video.
     *
     * @return false at the end
     * @throws UnreadableVideoException if there are far more packets than frames are allowed
     * @throws CancellationException if it was cancelled meanwhile
     */
    boolean read(AVPacket packet) {
        while (true) {
            int read = avformat.av_read_frame(context, packet);
            input.checkNotCancelled();
            if (read < 0) {
                return false;
            }
            packets++;
            if (packets > limits.maxPackets()) {
                // A table in the file may refer to the same few bytes over and over.
                throw Limits.damaged();
            }
            if (packet.stream_index() == stream.index()) {
                return true;
            }
            avcodec.av_packet_unref(packet);
        }
    }

    /** Returns how wide a pixel of a frame is, divided by its height; 0 if that is unknown. */
    double pixelAspect(AVFrame frame) {
        AVRational ratio = avformat.av_guess_sample_aspect_ratio(context, stream, frame);
        return ratio.num() > 0 && ratio.den() > 0 ? ratio.num() / (double) ratio.den() : 0;
    }

    /** Throws {@link CancellationException} if decoding has been cancelled. */
    void checkNotCancelled() {
        input.checkNotCancelled();
    }

    @Override
    public void close() {
        // Sets its argument to null, so a second call does nothing.
        avformat.avformat_close_input(context);
        input.close();
    }

    private void open(FileKind kind) {
        input.feed(context);
        AVDictionary options = new AVDictionary(null);
        // References to other files are never followed.
        avutil.av_dict_set(options, "protocol_whitelist", "none", 0);
        avutil.av_dict_set(options, "format_whitelist", kind.demuxer(), 0);
        avutil.av_dict_set(options, "codec_whitelist", Codecs.names(), 0);
        avutil.av_dict_set(options, "max_streams", Integer.toString(MAX_STREAMS), 0);
        int opened;
        try {
            opened = avformat.avformat_open_input(
                    context, (String) null, avformat.av_find_input_format(kind.demuxer()), options);
        } finally {
            avutil.av_dict_free(options);
        }
        input.checkNotCancelled();
        if (opened < 0) {
            throw Limits.damaged();
        }
        for (int i = 0; i < context.nb_streams(); i++) {
            AVStream candidate = context.streams(i);
            if (candidate.codecpar().codec_type() == avutil.AVMEDIA_TYPE_VIDEO) {
                limits.checkSize(
                        candidate.codecpar().width(), candidate.codecpar().height());
            } else {
                candidate.discard(avcodec.AVDISCARD_ALL);
            }
        }
        int completed = completeHeaders();
        input.checkNotCancelled();
        if (completed < 0) {
            throw Limits.damaged();
        }
    }

    /** Finds what the header leaves out. FFmpeg decodes the first frames for that, so it gets our size limit. */
    private int completeHeaders() {
        int streams = context.nb_streams();
        Pointer memory = Ffmpeg.allocated(avutil.av_calloc(streams + 1, Long.BYTES));
        PointerPointer<AVDictionary> options = new PointerPointer<>(memory);
        try {
            for (int i = 0; i < streams; i++) {
                AVDictionary ofStream = new AVDictionary(null);
                avutil.av_dict_set(ofStream, "max_pixels", Long.toString(limits.decoderPixels()), 0);
                options.put(i, ofStream);
            }
            return avformat.avformat_find_stream_info(context, options);
        } finally {
            for (int i = 0; i < streams; i++) {
                AVDictionary unused = options.get(AVDictionary.class, i);
                if (unused != null) {
                    avutil.av_dict_free(unused);
                }
            }
            avutil.av_free(memory);
        }
    }

    private AVStream findVideo() {
        int index = bestStream(avutil.AVMEDIA_TYPE_VIDEO);
        // The cover of an audio recording is a video stream, too.
        if (index < 0 || (context.streams(index).disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) != 0) {
            if (bestStream(avutil.AVMEDIA_TYPE_AUDIO) < 0) {
                throw Limits.damaged();
            }
            throw new UnreadableVideoException(
                    "There is no picture in the file, only sound; film the sign with the camera");
        }
        for (int i = 0; i < context.nb_streams(); i++) {
            if (i != index) {
                context.streams(i).discard(avcodec.AVDISCARD_ALL);
            }
        }
        return context.streams(index);
    }

    /** Returns the index of the stream of this type that a player would choose; negative if there is none. */
    private int bestStream(int type) {
        return avformat.av_find_best_stream(context, type, -1, -1, (AVCodec) null, 0);
    }

    private double durationOf(AVStream video) {
        if (video.duration() != avutil.AV_NOPTS_VALUE) {
            return seconds(video.duration(), video.time_base());
        }
        return context.duration() == avutil.AV_NOPTS_VALUE ? 0 : context.duration() / (double) avutil.AV_TIME_BASE;
    }

    /** Converts an FFmpeg time to seconds. */
    static double seconds(long units, AVRational unit) {
        return unit.den() == 0 ? 0 : units * (double) unit.num() / unit.den();
    }
}
