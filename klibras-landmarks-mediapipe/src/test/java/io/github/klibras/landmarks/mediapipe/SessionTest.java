package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.model.ModelUnavailableException;
import io.github.klibras.core.video.Picture;
import io.github.klibras.core.video.PictureLandmarker.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SessionTest {

    private static final LandmarkLayout LAYOUT = LandmarkLayout.POSE_HANDS;

    private MediaPipeLandmarker landmarker = MediaPipeLandmarker.of(Shared.folder("models/mediapipe"));

    @BeforeEach
    void requireModels() {
        Shared.require("models/mediapipe");
    }

    @AfterEach
    void close() {
        landmarker.close();
    }

    @Test
    void concurrentSessionsFindTheSameLandmarks() throws Exception {
        Picture picture = picture();
        float[] alone = detect(picture);
        ExecutorService executor = Executors.newFixedThreadPool(3);
        try {
            List<Future<float[]>> found = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                found.add(executor.submit(() -> detect(picture)));
            }
            for (Future<float[]> one : found) {
                assertThat(one.get()).isEqualTo(alone);
            }
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void onlyTheValuesOfTheFrameAreWritten() throws IOException {
        float[] target = new float[LAYOUT.features() + 20];
        Arrays.fill(target, 7);

        try (Session session = landmarker.open(LAYOUT)) {
            session.detect(picture(), target, 10);
        }

        assertThat(Arrays.copyOf(target, 10)).containsOnly(7);
        assertThat(Arrays.copyOfRange(target, target.length - 10, target.length))
                .containsOnly(7);
        assertThat(Arrays.copyOfRange(target, 10, target.length - 10))
                .isEqualTo(detect(picture()))
                .doesNotContain(7);
    }

    @Test
    void aClosedSessionIsRefusedAndClosingAgainDoesNothing() throws IOException {
        Session session = landmarker.open(LAYOUT);
        session.close();
        session.close();

        Picture picture = picture();
        assertThatThrownBy(() -> session.detect(picture, new float[LAYOUT.features()], 0))
                .isInstanceOf(IllegalStateException.class);
        // If the nets had been given back twice, these two sessions would share them.
        try (Session one = landmarker.open(LAYOUT);
                Session other = landmarker.open(LAYOUT)) {
            float[] found = new float[LAYOUT.features()];
            one.detect(picture, found, 0);
            other.detect(Pictures.noise(64, 64), new float[LAYOUT.features()], 0);
            assertThat(found).isEqualTo(detect(picture));
        }
    }

    @Test
    void aSessionOutlivesTheLandmarker() throws IOException {
        float[] expected = detect(picture());
        float[] found = new float[LAYOUT.features()];

        try (Session session = landmarker.open(LAYOUT)) {
            landmarker.close();
            session.detect(picture(), found, 0);
        }

        assertThat(found).isEqualTo(expected);
        assertThatThrownBy(() -> landmarker.open(LAYOUT)).isInstanceOf(ModelUnavailableException.class);
    }

    @Test
    void picturesAreNotFollowedByDefault() {
        assertThat(landmarker.isTracking()).isFalse();
    }

    private float[] detect(Picture picture) {
        float[] found = new float[LAYOUT.features()];
        try (Session session = landmarker.open(LAYOUT)) {
            session.detect(picture, found, 0);
        }
        return found;
    }

    private static Picture picture() throws IOException {
        return Pictures.read(Shared.require("landmarks/images/hagrid_none_00c84257.jpg"));
    }
}
