package io.github.klibras.core.video;

import io.github.klibras.core.internal.Numbers;
import io.github.klibras.core.landmark.ExtractedLandmarks;
import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.Video;

import java.util.concurrent.Executor;

/**
 * Extracts the landmarks of a video: a decoder gives the frames that are asked for, and a landmarker looks at each of
 * them once, several side by side if there are threads. No more pictures are held than there are threads.
 *
 * <p>Thread-safe. Decoder and landmarker stay the caller's to close.
 */
public final class VideoLandmarkExtractor implements LandmarkExtractor {

    private final VideoDecoder decoder;
    private final PictureLandmarker landmarker;
    private final Executor executor;
    private final int threads;

    /**
     * Makes an extractor that looks at frames one after the other, in the thread of its caller.
     */
    public VideoLandmarkExtractor(VideoDecoder decoder, PictureLandmarker landmarker) {
        this(decoder, landmarker, Runnable::run, 1);
    }

    /**
     * Makes an extractor that looks at several frames of a video side by side. If the landmarker {@link
     * PictureLandmarker#isTracking() follows pictures}, it looks at one at a time and decodes the next one
     * meanwhile.
     *
     * @param executor lends the threads beside that of the caller, which never waits for one that is not lent at once
     * @param threads how many frames of one video are looked at side by side, that of the caller's thread included;
     *     at least 1
     */
    public VideoLandmarkExtractor(VideoDecoder decoder, PictureLandmarker landmarker, Executor executor, int threads) {
        this.decoder = decoder;
        this.landmarker = landmarker;
        this.executor = executor;
        this.threads = Numbers.inRange("number of threads", threads, 1, Integer.MAX_VALUE);
    }

    @Override
    public ExtractedLandmarks extract(Video video, ExtractionRequest request) {
        request.checkCancelled();
        boolean following = landmarker.isTracking();
        try (SampledFrames frames = open(video, request, following)) {
            int total = frames.totalFrames();
            FrameTable table = new FrameTable(request, request.sampler().indices(total));
            Extraction extraction = new Extraction(frames, landmarker, request, table);
            extraction.run(executor, following ? 1 : Math.min(threads, table.different()));
            LandmarkSequence sequence = table.sequence();
            sequence.requireSomebody();
            return new ExtractedLandmarks(sequence, total, table.different());
        }
    }

    @Override
    public void prepare(Video video, LandmarkLayout layout) {
        landmarker.open(layout).close();
    }

    private SampledFrames open(Video video, ExtractionRequest request, boolean following) {
        SampledFrames frames = decoder.open(video, request.sampler(), request.cancelled());
        return following && threads > 1 ? new FramesAhead(frames, executor) : frames;
    }
}
