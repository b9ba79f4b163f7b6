package io.github.klibras.examples;

import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.video.VideoDecoder;
import io.github.klibras.core.video.VideoLandmarkExtractor;
import io.github.klibras.landmarks.mediapipe.MediaPipeLandmarker;
import io.github.klibras.video.ffmpeg.FfmpegVideoDecoder;

import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The tools that extract landmarks from videos: FFmpeg, MediaPipe's nets, and threads, one for each processor. */
final class VideoTools implements AutoCloseable {

    private final VideoDecoder decoder = FfmpegVideoDecoder.builder().build();
    private final MediaPipeLandmarker landmarker;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final int threads = Runtime.getRuntime().availableProcessors();

    /**
     * Creates the tools.
     *
     * @param landmarkModels a folder of MediaPipe's models; it is not read before the first video
     * @param tracking whether parts are followed from frame to frame
     */
    VideoTools(Path landmarkModels, boolean tracking) {
        MediaPipeLandmarker.Builder builder =
                MediaPipeLandmarker.builder(landmarkModels).tracking(tracking);
        landmarker = (tracking ? builder.executor(executor) : builder).build();
    }

    VideoDecoder decoder() {
        return decoder;
    }

    /** Returns an extractor that uses these tools, with their decoder or a wrapper around it. */
    LandmarkExtractor extractor(VideoDecoder ofFrames) {
        return new VideoLandmarkExtractor(ofFrames, landmarker, executor, threads);
    }

    @Override
    public void close() {
        executor.shutdown();
        landmarker.close();
    }
}
