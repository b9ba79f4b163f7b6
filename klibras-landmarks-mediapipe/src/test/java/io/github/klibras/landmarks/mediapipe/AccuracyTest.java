package io.github.klibras.landmarks.mediapipe;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkPart;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.video.Picture;
import io.github.klibras.core.video.PictureLandmarker.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Compares landmarks with those of Python's MediaPipe 0.10.21 in the same pictures. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccuracyTest {

    private static final LandmarkLayout LAYOUT = LandmarkLayout.POSE_HANDS_FACE;

    private final Map<LandmarkPart, Double> worst = new EnumMap<>(LandmarkPart.class);
    private final Map<LandmarkPart, Double> worstDepth = new EnumMap<>(LandmarkPart.class);
    private Map<String, Object> expected = Map.of();
    private Path images = Path.of("");
    private MediaPipeLandmarker landmarker = MediaPipeLandmarker.of(Path.of("none"));

    @BeforeAll
    void readModels() throws IOException {
        Path folder = Shared.require("landmarks");
        images = folder.resolve("images");
        expected = JSON.std.mapFrom(Files.readString(folder.resolve("landmarks.json")));
        landmarker = MediaPipeLandmarker.of(Shared.require("models/mediapipe"));
    }

    @AfterAll
    void close() {
        landmarker.close();
        worst.forEach((part, difference) -> System.out.printf(
                "Largest difference in %s: x and y %.1e, z %.1e%n", part, difference, worstDepth.get(part)));
    }

    Stream<String> pictures() {
        return expected.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void landmarksMatchPythonsMediaPipe(String name) throws IOException {
        Picture picture = Pictures.read(images.resolve(name)).flipped().shrunkToWidth(480);
        assertThat(List.of(picture.width(), picture.height())).isEqualTo(of(name, "size"));

        float[] found = detect(LAYOUT, picture);

        assertPart(found, LandmarkPart.POSE, first(of(name, "pose")), 1e-2, 1e-2);
        assertPart(found, LandmarkPart.LEFT_HAND, hand(name, "Left"), 5e-3, 1e-2);
        assertPart(found, LandmarkPart.RIGHT_HAND, hand(name, "Right"), 5e-3, 1e-2);
        assertPart(found, LandmarkPart.FACE, first(of(name, "face")), 5e-3, 1e-2);
    }

    @Test
    void layoutWithoutFaceHasTheSameOtherParts() throws IOException {
        Picture picture = Pictures.read(images.resolve("hagrid_none_00c84257.jpg"));

        float[] body = detect(LandmarkLayout.POSE_HANDS, picture);

        assertThat(detect(LAYOUT, picture)).startsWith(body);
    }

    /** Nothing of one picture affects the landmarks of the next. */
    @Test
    void picturesDoNotInfluenceEachOther() throws IOException {
        Picture one = Pictures.read(images.resolve("hagrid_none_00c84257.jpg"));
        Picture other = Pictures.read(images.resolve("astronaut.png"));
        float[] alone = detect(LAYOUT, one);
        float[] after = new float[LAYOUT.features()];

        try (Session session = landmarker.open(LAYOUT)) {
            session.detect(other, after, 0);
            session.detect(one, after, 0);
        }

        assertThat(after).isEqualTo(alone);
    }

    @Test
    void picturesOfNobodyHaveNoLandmarks() {
        assertThat(detect(LAYOUT, Pictures.noise(320, 240))).containsOnly(0);
        assertThat(detect(LAYOUT, Pictures.noise(1, 1))).containsOnly(0);
        assertThat(detect(LAYOUT, Pictures.noise(1, 700))).containsOnly(0);
    }

    @Test
    void unreachableConfidencesFindNobody() throws IOException {
        Picture picture = Pictures.read(images.resolve("astronaut.png"));
        float[] found = new float[LAYOUT.features()];
        try (MediaPipeLandmarker strict = MediaPipeLandmarker.builder(Shared.require("models/mediapipe"))
                        .confidences(new Confidences(1, 1, 1, 1, 1, 1, 1))
                        .build();
                Session session = strict.open(LAYOUT)) {
            session.detect(picture, found, 0);
        }

        assertThat(found).containsOnly(0);
    }

    private float[] detect(LandmarkLayout layout, Picture picture) {
        float[] found = new float[layout.features()];
        try (Session session = landmarker.open(layout)) {
            session.detect(picture, found, 0);
        }
        return found;
    }

    private void assertPart(float[] found, LandmarkPart part, List<?> points, double flat, double deep) {
        assertThat(LandmarkSequence.of(LAYOUT, found.clone()).frame(0).has(part))
                .as("whether there is a %s", part)
                .isEqualTo(!points.isEmpty());
        for (int i = 0; i < points.size(); i++) {
            int at = part.offset() + i * part.valuesPerPoint();
            List<?> point = (List<?>) points.get(i);
            double x = Math.abs(found[at] - ((Number) point.get(0)).doubleValue());
            double y = Math.abs(found[at + 1] - ((Number) point.get(1)).doubleValue());
            double z = Math.abs(found[at + 2] - ((Number) point.get(2)).doubleValue());
            worst.merge(part, Math.max(x, y), Math::max);
            worstDepth.merge(part, z, Math::max);
            assertThat(Math.max(x, y)).as("x and y of %s %d", part, i).isLessThanOrEqualTo(flat);
            assertThat(z).as("z of %s %d", part, i).isLessThanOrEqualTo(deep);
            if (part == LandmarkPart.POSE) {
                assertThat((double) found[at + 3])
                        .as("visibility of %d", i)
                        .isCloseTo(((Number) point.get(3)).doubleValue(), within(2e-2));
            }
        }
    }

    private Object of(String name, String key) {
        Object value = ((Map<?, ?>) Objects.requireNonNull(expected.get(name))).get(key);
        return value == null ? List.of() : value;
    }

    private List<?> hand(String name, String label) {
        // As in the Python service, the last one counts.
        List<List<?>> hands = new ArrayList<>();
        for (Object hand : (Collection<?>) of(name, "hands")) {
            if (label.equals(((Map<?, ?>) hand).get("label"))) {
                hands.add((List<?>) ((Map<?, ?>) hand).get("lm"));
            }
        }
        return hands.isEmpty() ? List.of() : hands.get(hands.size() - 1);
    }

    private static List<?> first(Object persons) {
        List<?> list = (List<?>) persons;
        return list.isEmpty() ? List.of() : (List<?>) list.get(0);
    }
}
