package io.github.klibras.benchmarks;

import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.video.ExtractorFactory;
import io.github.klibras.core.video.VideoLandmarkExtractor;
import io.github.klibras.landmarks.mediapipe.MediaPipeLandmarker;
import io.github.klibras.video.ffmpeg.FfmpegVideoDecoder;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;

/** Makes the extractor that is measured, here or in a child process. Arguments: the folder of models, threads. */
public final class ClipLandmarks implements ExtractorFactory {

    @Override
    public LandmarkExtractor create(List<String> arguments) {
        return new VideoLandmarkExtractor(
                FfmpegVideoDecoder.builder().build(),
                MediaPipeLandmarker.of(Path.of(arguments.get(0))),
                Executors.newCachedThreadPool(task -> {
                    Thread thread = new Thread(task);
                    thread.setDaemon(true);
                    return thread;
                }),
                Integer.parseInt(arguments.get(1)));
    }
}
