package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkPart;
import io.github.klibras.core.video.Picture;
import io.github.klibras.core.video.PictureLandmarker.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Tests tracking with pictures. Landmarks in videos are compared with Python's in {@code TrackedClipsTest}. */
class TrackingTest {

    private static final LandmarkLayout LAYOUT = LandmarkLayout.POSE_HANDS_FACE;

    private MediaPipeLandmarker landmarker = tracking(Confidences.defaults());

    @BeforeEach
    void requireModels() {
        Shared.require("models/mediapipe");
    }

    @AfterEach
    void close() {
        landmarker.close();
    }

    @Test
    void picturesAreFollowed() {
        assertThat(landmarker.isTracking()).isTrue();
    }

    @Test
    void firstPictureIsTreatedAsASinglePicture() throws IOException {
        try (MediaPipeLandmarker single = MediaPipeLandmarker.of(Shared.folder("models/mediapipe"))) {
            assertThat(detect(landmarker, person(0))).isEqualTo(detect(single, person(0)));
        }
    }

    /** The regions follow from landmarks rather than from a detector, so there are small differences. */
    @Test
    void repeatedPictureHasNearlyTheSameHandsAndFace() throws IOException {
        float[] first = new float[LAYOUT.features()];
        float[] second = new float[LAYOUT.features()];
        try (Session session = landmarker.open(LAYOUT)) {
            session.detect(person(0), first, 0);
            session.detect(person(33), second, 0);
        }

        int hands = LandmarkPart.POSE.points() * LandmarkPart.POSE.valuesPerPoint();
        float[] before = Arrays.copyOfRange(first, hands, first.length);
        float[] after = Arrays.copyOfRange(second, hands, second.length);
        assertThat(after).isNotEqualTo(before);
        assertThat(after).containsExactly(before, within(0.05f));
    }

    @Test
    void lostPersonIsDetectedAgain() throws IOException {
        float[] found = new float[LAYOUT.features()];
        try (Session session = landmarker.open(LAYOUT)) {
            session.detect(person(0), found, 0);
            session.detect(nobody(33), found, 0);
            assertThat(found).containsOnly(0);
            session.detect(person(66), found, 0);
        }

        assertThat(found).containsExactly(detect(landmarker, person(0)), within(1e-6f));
    }

    @Test
    void videoIsForgottenBeforeTheNextSession() throws IOException {
        float[] alone = detect(landmarker, person(0));
        Picture other = Pictures.read(Shared.require("landmarks/images/astronaut.png"));

        detect(landmarker, other);
        float[] after = detect(landmarker, person(0));

        assertThat(after).isEqualTo(alone);
    }

    @Test
    void concurrentDetectionFindsTheSameParts() throws IOException {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try (MediaPipeLandmarker threaded = MediaPipeLandmarker.builder(Shared.folder("models/mediapipe"))
                .tracking(true)
                .executor(executor)
                .build()) {
            assertThat(twoPictures(threaded)).isEqualTo(twoPictures(landmarker));
        } finally {
            executor.shutdown();
        }
    }

    private static float[] twoPictures(MediaPipeLandmarker landmarker) throws IOException {
        float[] found = new float[2 * LAYOUT.features()];
        try (Session session = landmarker.open(LAYOUT)) {
            session.detect(person(0), found, 0);
            session.detect(person(33), found, LAYOUT.features());
        }
        return found;
    }

    private static MediaPipeLandmarker tracking(Confidences confidences) {
        return MediaPipeLandmarker.builder(Shared.folder("models/mediapipe"))
                .tracking(true)
                .confidences(confidences)
                .build();
    }

    private static float[] detect(MediaPipeLandmarker landmarker, Picture picture) {
        float[] found = new float[LAYOUT.features()];
        try (Session session = landmarker.open(LAYOUT)) {
            session.detect(picture, found, 0);
        }
        return found;
    }

    private static Picture person(long milliseconds) throws IOException {
        return at(milliseconds, Pictures.read(Shared.require("landmarks/images/hagrid_none_00c84257.jpg")));
    }

    private static Picture nobody(long milliseconds) throws IOException {
        Picture person = person(milliseconds);
        return Picture.of(person.width(), person.height(), new byte[person.rgb().length], person.time());
    }

    private static Picture at(long milliseconds, Picture picture) {
        return Picture.of(picture.width(), picture.height(), picture.rgb(), Duration.ofMillis(milliseconds));
    }
}
