package io.github.klibras.core.video;

import io.github.klibras.core.landmark.ExtractedLandmarks;
import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.PoseRecording;
import io.github.klibras.core.landmark.PoseRecordingExtractor;
import io.github.klibras.core.landmark.Video;

/** Looks at the first bytes, and takes {@code .pose} recordings and videos alike. As thread-safe as its parts. */
public final class FormatDetectingExtractor implements LandmarkExtractor {

    private final PoseRecordingExtractor recordings;
    private final LandmarkExtractor videos;

    /** Makes an extractor of recordings with defaults, and of videos by another extractor. */
    public FormatDetectingExtractor(LandmarkExtractor videos) {
        this(new PoseRecordingExtractor(), videos);
    }

    /** Makes an extractor of recordings by one extractor, and of all else by another. */
    public FormatDetectingExtractor(PoseRecordingExtractor recordings, LandmarkExtractor videos) {
        this.recordings = recordings;
        this.videos = videos;
    }

    @Override
    public ExtractedLandmarks extract(Video video, ExtractionRequest request) {
        return extractorOf(video).extract(video, request);
    }

    @Override
    public void prepare(Video video, LandmarkLayout layout) {
        extractorOf(video).prepare(video, layout);
    }

    private LandmarkExtractor extractorOf(Video video) {
        return PoseRecording.isRecording(video) ? recordings : videos;
    }
}
