package io.github.klibras.examples;

import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.video.ExtractorFactory;
import io.github.klibras.core.video.VideoDecoder;
import io.github.klibras.core.video.VideoLandmarkExtractor;
import io.github.klibras.landmarks.mediapipe.MediaPipeLandmarker;
import io.github.klibras.video.ffmpeg.FfmpegVideoDecoder;

import java.nio.file.Path;
import java.util.List;

/** Creates an extractor that reads its models again for each video, without checking their hashes. */
public final class ChangingModels implements ExtractorFactory {

    @Override
    public LandmarkExtractor create(List<String> arguments) {
        VideoDecoder decoder = FfmpegVideoDecoder.builder().build();
        Path models = Path.of(arguments.get(0));
        return (video, request) -> {
            try (MediaPipeLandmarker landmarker =
                    MediaPipeLandmarker.builder(models).checkHashes(false).build()) {
                return new VideoLandmarkExtractor(decoder, landmarker).extract(video, request);
            }
        };
    }
}
