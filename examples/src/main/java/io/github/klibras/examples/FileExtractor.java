package io.github.klibras.examples;

import io.github.klibras.core.landmark.DepthUnit;
import io.github.klibras.core.landmark.ExtractedLandmarks;
import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.landmark.PoseRecordingExtractor;
import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.video.FormatDetectingExtractor;
import io.github.klibras.core.video.VideoLandmarkExtractor;
import io.github.klibras.landmarks.mediapipe.MediaPipeLandmarker;
import io.github.klibras.video.ffmpeg.FfmpegVideoDecoder;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Extracts landmarks of the files that users name: of recordings, and of videos if there are landmark models. */
final class FileExtractor implements LandmarkExtractor, AutoCloseable {

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final @Nullable MediaPipeLandmarker landmarker;
    private final LandmarkExtractor extractor;

    private FileExtractor(DepthUnit depthUnit, @Nullable Path landmarkModels) {
        PoseRecordingExtractor recordings = new PoseRecordingExtractor(depthUnit);
        if (landmarkModels == null) {
            landmarker = null;
            extractor = new FormatDetectingExtractor(recordings, FileExtractor::refuse);
            return;
        }
        landmarker = MediaPipeLandmarker.of(landmarkModels);
        int threads = Runtime.getRuntime().availableProcessors();
        extractor = new FormatDetectingExtractor(
                recordings,
                new VideoLandmarkExtractor(FfmpegVideoDecoder.builder().build(), landmarker, executor, threads));
    }

    /**
     * Makes an extractor.
     *
     * @param landmarkModels a folder of MediaPipe's models, or {@code null} to extract landmarks of recordings only
     */
    static FileExtractor of(DepthUnit depthUnit, @Nullable Path landmarkModels) {
        return new FileExtractor(depthUnit, landmarkModels);
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
    public void close() {
        executor.shutdown();
        if (landmarker != null) {
            landmarker.close();
        }
    }
}
