package io.github.klibras.examples;

import io.github.klibras.core.landmark.DepthUnit;
import io.github.klibras.core.landmark.ExtractedLandmarks;
import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.PoseRecordingExtractor;
import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.video.FormatDetectingExtractor;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/** Extracts landmarks from files given by users: from recordings, and from videos if there are landmark models. */
final class FileExtractor implements LandmarkExtractor, AutoCloseable {

    private final @Nullable VideoTools tools;
    private final LandmarkExtractor extractor;

    private FileExtractor(DepthUnit depthUnit, @Nullable Path landmarkModels, boolean tracking) {
        tools = landmarkModels == null ? null : new VideoTools(landmarkModels, tracking);
        extractor = new FormatDetectingExtractor(
                new PoseRecordingExtractor(depthUnit),
                tools == null ? FileExtractor::refuse : tools.extractor(tools.decoder()));
    }

    /**
     * Makes an extractor.
     *
     * @param landmarkModels a folder of MediaPipe's models, or {@code null} to read recordings only
     * @param tracking whether parts are followed from frame to frame of a video
     */
    static FileExtractor of(DepthUnit depthUnit, @Nullable Path landmarkModels, boolean tracking) {
        return new FileExtractor(depthUnit, landmarkModels, tracking);
    }

    private static ExtractedLandmarks refuse(Video video, ExtractionRequest request) {
        throw new UnreadableVideoException(
                "This is not a .pose recording; for videos and pictures, give --landmark-models");
    }

    @Override
    public ExtractedLandmarks extract(Video video, ExtractionRequest request) {
        return extractor.extract(video, request);
    }

    @Override
    public void prepare(Video video, LandmarkLayout layout) {
        extractor.prepare(video, layout);
    }

    @Override
    public void close() {
        if (tools != null) {
            tools.close();
        }
    }
}
