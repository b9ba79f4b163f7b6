package io.github.klibras.core.video;

import io.github.klibras.core.landmark.ExtractedLandmarks;
import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.PoseRecording;
import io.github.klibras.core.landmark.PoseRecordingExtractor;
import io.github.klibras.core.landmark.Video;

/** Accepts {@code .pose} recordings and videos, detected by their first bytes. As thread-safe as its parts. */
public final class FormatDetectingExtractor implements LandmarkExtractor {

    private final PoseRecordingExtractor recordings;
    private final LandmarkExtractor videos;

    /** Creates an extractor that handles recordings with defaults, and everything else by another extractor. */
    public FormatDetectingExtractor(LandmarkExtractor videos) {
        this(new PoseRecordingExtractor(), videos);
    }

    /** Creates an extractor that handles recordings by one extractor, and everything else by another. */
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
