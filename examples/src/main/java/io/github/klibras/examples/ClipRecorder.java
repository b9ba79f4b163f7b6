package io.github.klibras.examples;

import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.FrameProgress;
import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.Mirroring;
import io.github.klibras.core.landmark.Preprocessing;
import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.video.Picture;
import io.github.klibras.core.video.SampledFrames;
import io.github.klibras.core.video.VideoDecoder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Extracts the landmarks of every frame of a video, and keeps some frames for an overlay. */
final class ClipRecorder {

    private final VideoTools tools;

    ClipRecorder(VideoTools tools) {
        this.tools = tools;
    }

    /**
     * Extracts the landmarks of all frames.
     *
     * <p>Nets find different landmarks in a picture and in its mirror image, different hands above all. So they get
     * whichever of the two the model expects, and the landmarks are mirrored back.
     *
     * @param mirroring whether the nets get mirrored pictures
     * @throws UnreadableVideoException if it is not a video, shows nobody, or has more than
     *     {@value FrameSampler#MAX_FRAMES} frames
     */
    RecordedClip record(Video video, LandmarkLayout layout, Mirroring mirroring, FrameProgress progress) {
        int total = frames(video);
        FrameLog log = new FrameLog(tools.decoder(), total);
        ExtractionRequest request = ExtractionRequest.of(layout, new FrameSampler(total))
                .with(Preprocessing.DEFAULT.with(mirroring))
                .with(progress);
        LandmarkSequence detected = tools.extractor(log).extract(video, request).sequence();
        return new RecordedClip(
                log.width,
                log.height,
                log.framesPerSecond(),
                detected,
                mirroring == Mirroring.PICTURE ? detected.mirrored() : detected,
                log.stills);
    }

    /** Counts the frames. This takes an extra decoding pass, which costs little compared with the nets. */
    private int frames(Video video) {
        try (SampledFrames first = tools.decoder().open(video, new FrameSampler(1), () -> false)) {
            int total = first.totalFrames();
            if (total > FrameSampler.MAX_FRAMES) {
                throw new UnreadableVideoException(
                        "The video has " + total + " frames; at most " + FrameSampler.MAX_FRAMES + " can be recorded");
            }
            return total;
        }
    }

    /**
     * Passes on a decoder's frames and records their size, times and stills. For one video, whose frames come one at
     * a time.
     */
    private static final class FrameLog implements VideoDecoder {

        private final VideoDecoder decoder;
        private final Set<Integer> wanted;
        private final int stillWidth;
        private final List<SampledFrames.Frame> stills = new ArrayList<>();
        private int width;
        private int height;
        private int frames;
        private Duration first = Duration.ZERO;
        private Duration last = Duration.ZERO;

        FrameLog(VideoDecoder decoder, int total) {
            this.decoder = decoder;
            this.wanted = Arrays.stream(new FrameSampler(ContactSheet.STILLS).indices(total))
                    .boxed()
                    .collect(Collectors.toSet());
            this.stillWidth = ContactSheet.side(total);
        }

        @Override
        public SampledFrames open(Video video, FrameSampler sampler, BooleanSupplier cancelled) {
            SampledFrames opened = decoder.open(video, sampler, cancelled);
            return new SampledFrames() {
                @Override
                public int totalFrames() {
                    return opened.totalFrames();
                }

                @Override
                public Optional<Frame> next() {
                    Optional<Frame> next = opened.next();
                    next.ifPresent(FrameLog.this::note);
                    return next;
                }

                @Override
                public void close() {
                    opened.close();
                }
            };
        }

        private void note(SampledFrames.Frame frame) {
            Picture picture = frame.picture();
            if (frames == 0) {
                width = picture.width();
                height = picture.height();
                first = picture.time();
            }
            last = picture.time();
            frames++;
            if (wanted.contains(frame.index())) {
                stills.add(new SampledFrames.Frame(frame.index(), picture.shrunkToWidth(stillWidth)));
            }
        }

        double framesPerSecond() {
            double seconds = last.minus(first).toNanos() / 1e9;
            return seconds > 0 ? (frames - 1) / seconds : 0;
        }
    }
}
