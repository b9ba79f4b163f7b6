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
 * Extracts the landmarks of a video: a decoder provides the sampled frames, and a landmarker processes each of them
 * once, several concurrently if there are threads. No more pictures are held than there are threads.
 *
 * <p>Thread-safe. The caller remains responsible for closing the decoder and the landmarker.
 */
public final class VideoLandmarkExtractor implements LandmarkExtractor {

    private final VideoDecoder decoder;
    private final PictureLandmarker landmarker;
    private final Executor executor;
    private final int threads;

    /** Creates an extractor that processes frames one by one, on the caller's thread. */
    public VideoLandmarkExtractor(VideoDecoder decoder, PictureLandmarker landmarker) {
        this(decoder, landmarker, Runnable::run, 1);
    }

    /**
     * Creates an extractor that processes several frames of a video concurrently. If the landmarker {@link
     * PictureLandmarker#isTracking() follows pictures}, it processes one while it decodes the next.
     *
     * @param executor provides the threads besides the caller's, which never waits for one to become available
     * @param threads how many frames of one video are processed concurrently, including the one on the caller's thread;
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
