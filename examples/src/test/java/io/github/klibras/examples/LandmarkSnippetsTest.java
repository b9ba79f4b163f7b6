package io.github.klibras.examples;

import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.PoseRecording;
import io.github.klibras.core.landmark.PoseRecordingWriter;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.video.Picture;
import io.github.klibras.core.video.PictureLandmarker;
import io.github.klibras.core.video.SampledFrames;
import io.github.klibras.core.video.SampledFrames.Frame;
import io.github.klibras.core.video.VideoDecoder;
import io.github.klibras.core.video.VideoLimits;
import io.github.klibras.landmarks.mediapipe.MediaPipeLandmarker;
import io.github.klibras.video.ffmpeg.FfmpegVideoDecoder;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The code in docs/landmarks.md. */
class LandmarkSnippetsTest {

    private final List<Picture> pictures = new ArrayList<>();

    @Test
    void picturesAndLandmarksAreExtractedFromAVideo() throws IOException {
        decode(Video.of(Files.readAllBytes(SharedData.file("videos/Escola.mp4"))));
        assertThat(pictures).hasSize(65);

        float[] features = detect(SharedData.file("models/mediapipe"), pictures.get(0));
        assertThat(features[0]).as("x of the nose").isBetween(0.3f, 0.7f);
        assertThat(features[1]).as("y of the nose").isBetween(0.1f, 0.6f);
    }

    @Test
    void landmarksAreWrittenAsARecording() {
        float[] values = new float[LandmarkLayout.POSE_HANDS.features()];
        values[0] = 0.25f;
        LandmarkSequence sequence = LandmarkSequence.of(LandmarkLayout.POSE_HANDS, values);

        PoseRecording recording = PoseRecording.read(Video.of(record(sequence, 640, 480, 30)));

        assertThat(recording.width()).isEqualTo(640);
        assertThat(recording
                        .sample(LandmarkLayout.POSE_HANDS, new FrameSampler(1))
                        .value(0, 0))
                .isCloseTo(0.25f, within(1e-6f));
    }

    private void decode(Video video) {
        // snippet frames
        VideoDecoder decoder = FfmpegVideoDecoder.builder()
                .limits(new VideoLimits(Duration.ofSeconds(30), 3600, 1920 * 1080))
                .build();

        try (SampledFrames frames = decoder.open(video, new FrameSampler(100), () -> false)) {
            for (Optional<Frame> next = frames.next(); next.isPresent(); next = frames.next()) {
                look(next.get().picture()); // RGB, upright, square pixels
            }
        }
        // end
    }

    private void look(Picture picture) {
        pictures.add(picture);
    }

    private static float[] detect(Path models, Picture picture) {
        // snippet picture-landmarks
        float[] features = new float[LandmarkLayout.POSE_HANDS.features()];
        try (MediaPipeLandmarker landmarker = MediaPipeLandmarker.of(models);
                PictureLandmarker.Session session = landmarker.open(LandmarkLayout.POSE_HANDS)) {
            session.detect(picture.flipped().shrunkToWidth(480), features, 0);
        }
        // end
        return features;
    }

    @Test
    void trackingLandmarkerFollowsPictures() {
        try (MediaPipeLandmarker landmarker = tracking(Path.of("models"), Runnable::run)) {
            assertThat(landmarker.isTracking()).isTrue();
        }
    }

    private static MediaPipeLandmarker tracking(Path models, Executor executor) {
        // snippet tracking
        MediaPipeLandmarker landmarker = MediaPipeLandmarker.builder(models)
                .tracking(true)
                .executor(executor)
                .build();
        // end
        return landmarker;
    }

    private static byte[] record(LandmarkSequence sequence, int width, int height, double framesPerSecond) {
        // snippet write-recording
        byte[] pose = new PoseRecordingWriter(width, height, framesPerSecond).toByteArray(sequence);
        // end
        return pose;
    }
}
