package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.model.ModelUnavailableException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Missing, damaged and wrong model files. */
class ModelFilesTest {

    private static final String HANDS = "hand_landmarker.task";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void nothingIsReadBeforeItIsNeeded() {
        assertThatCode(() -> MediaPipeLandmarker.of(folder.resolve("none")).close())
                .doesNotThrowAnyException();
    }

    @Test
    void aMissingFolderIsNamed() {
        assertRefused(folder.resolve("none"))
                .hasMessageContaining(folder.resolve("none").toString())
                .hasMessageContaining("tools/fetch_models");
    }

    @Test
    void aMissingNetIsNamed() {
        assertRefused(folder)
                .hasMessageContaining("There is no pose_detector.tflite at " + folder)
                .hasMessageContaining("tools/fetch_models");
    }

    @Test
    void faceNetsAreOnlyNeededForLayoutsWithAFace() throws IOException {
        copyModels();
        Files.delete(folder.resolve("face_landmarker.task"));

        try (MediaPipeLandmarker landmarker = MediaPipeLandmarker.of(folder)) {
            landmarker.open(LandmarkLayout.POSE_HANDS).close();
            assertThatThrownBy(() -> landmarker.open(LandmarkLayout.POSE_HANDS_FACE))
                    .isInstanceOf(ModelUnavailableException.class)
                    .hasMessageContaining("There is no face_detector.tflite at " + folder);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 4_000_000, -1})
    void aTruncatedBundleIsNamed(int length) throws IOException {
        copyModels();
        byte[] bytes = Files.readAllBytes(folder.resolve(HANDS));
        Files.write(folder.resolve(HANDS), Arrays.copyOf(bytes, length < 0 ? bytes.length + length : length));

        assertRefused(folder)
                .hasMessageContaining(folder.resolve(HANDS) + " is damaged")
                .hasMessageContaining("tools/fetch_models");
    }

    @Test
    void folderInPlaceOfABundleIsNamed() throws IOException {
        copyModels();
        Files.delete(folder.resolve(HANDS));
        Files.createDirectory(folder.resolve(HANDS));

        assertRefused(folder).hasMessageContaining(folder.resolve(HANDS).toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 1000, 2_000_000, -1})
    void aTruncatedNetIsNamed(int length) throws IOException {
        copyModels();
        byte[] bytes = net(HANDS, NetKind.PALM_DETECTOR);
        byte[] cut = Arrays.copyOf(bytes, length < 0 ? bytes.length + length : length);
        Files.write(folder.resolve("hand_detector.tflite"), cut);

        assertRefused(folder)
                .hasMessageContaining(folder.resolve("hand_detector.tflite").toString())
                .hasMessageContaining("SHA-256")
                .hasMessageContaining("tools/fetch_models");
        if (length >= 0 && length < bytes.length) {
            assertRefused(MediaPipeLandmarker.builder(folder).checkHashes(false))
                    .hasMessageContaining("is no hand_detector.tflite of MediaPipe");
        }
    }

    @Test
    void flippedBitIsDetectedByTheHash() throws IOException {
        copyModels();
        byte[] bytes = net(HANDS, NetKind.PALM_DETECTOR);
        bytes[bytes.length / 2] ^= 1;
        Files.write(folder.resolve("hand_detector.tflite"), bytes);

        assertRefused(folder).hasMessageContaining("SHA-256");
    }

    @Test
    void textFileIsRefusedAsANet() throws IOException {
        copyModels();
        Files.writeString(folder.resolve("hand_detector.tflite"), "<html>404</html>", StandardCharsets.UTF_8);

        assertRefused(MediaPipeLandmarker.builder(folder).checkHashes(false))
                .hasMessageContaining("it is damaged, or no TensorFlow Lite model");
    }

    @Test
    void wrongNetIsRecognizedByItsShapes() throws IOException {
        copyModels();
        Files.write(folder.resolve("hand_detector.tflite"), net("pose_landmarker_lite.task", NetKind.POSE_DETECTOR));
        assertRefused(MediaPipeLandmarker.builder(folder).checkHashes(false))
                .hasMessageContaining("its input is no picture of 192×192")
                .hasMessageContaining("Expected");

        Files.write(folder.resolve("hand_detector.tflite"), net("face_landmarker.task", NetKind.FACE_LANDMARKS));
        assertRefused(MediaPipeLandmarker.builder(folder).checkHashes(false))
                .hasMessageContaining("its input is no picture of 192×192");

        Files.delete(folder.resolve("hand_detector.tflite"));
        Files.write(
                folder.resolve("hand_landmarks_detector.tflite"),
                net("pose_landmarker_lite.task", NetKind.POSE_DETECTOR));
        assertRefused(MediaPipeLandmarker.builder(folder).checkHashes(false))
                .hasMessageContaining("it gives 2 outputs");
    }

    @Test
    void failedLoadingIsRetriedOnceTheFilesExist() throws IOException {
        assertRefused(folder);
        copyModels();

        try (MediaPipeLandmarker landmarker = MediaPipeLandmarker.of(folder)) {
            landmarker.open(LandmarkLayout.POSE_HANDS_FACE).close();
        }
    }

    @Test
    void individualFilesAreAccepted() throws IOException {
        copyModels();
        Path alone = Files.createDirectory(folder.resolve("alone")).resolve("hand_landmarks_detector.tflite");
        Files.write(alone, net(HANDS, NetKind.HAND_LANDMARKS));
        Path palm = folder.resolve("alone").resolve("hand_detector.tflite");
        Files.write(palm, net(HANDS, NetKind.PALM_DETECTOR));

        try (MediaPipeLandmarker landmarker =
                MediaPipeLandmarker.of(alone, palm, folder.resolve("pose_landmarker_lite.task"))) {
            landmarker.open(LandmarkLayout.POSE_HANDS).close();
            assertThatThrownBy(() -> landmarker.open(LandmarkLayout.POSE_HANDS_FACE))
                    .hasMessageContaining("There is no face_detector.tflite at any of [");
        }
    }

    /** The other bundle comes first by name, but its net is damaged and must not be read. */
    @Test
    void litePoseIsPreferred() throws IOException {
        copyModels();
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("a_full.task")))) {
            zip.putNextEntry(new ZipEntry("pose_landmarks_detector.tflite"));
            zip.write(1);
            zip.closeEntry();
        }

        try (MediaPipeLandmarker landmarker = MediaPipeLandmarker.of(folder)) {
            landmarker.open(LandmarkLayout.POSE_HANDS).close();
        }
        assertRefused(MediaPipeLandmarker.builder(folder.resolve("a_full.task"), folder))
                .hasMessageContaining("a_full.task");
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatThrownBy(() -> MediaPipeLandmarker.of()).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> MediaPipeLandmarker.builder(folder).threadsPerNet(0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("threads per net");
        assertThatThrownBy(() -> new Confidences(0, 1, 0, 1.1f, 1, 0, 1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new Confidences(0, 1, 0, 1, Float.NaN, 0, 1))
                .isInstanceOf(InvalidInputException.class);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Path models) {
        return assertRefused(MediaPipeLandmarker.builder(models));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(MediaPipeLandmarker.Builder builder) {
        try (MediaPipeLandmarker landmarker = builder.build()) {
            return assertThatThrownBy(() -> landmarker.open(LandmarkLayout.POSE_HANDS_FACE))
                    .isInstanceOf(ModelUnavailableException.class);
        }
    }

    private void copyModels() throws IOException {
        try (var models = Files.newDirectoryStream(Shared.require("models/mediapipe"), "*.task")) {
            for (Path model : models) {
                Files.write(folder.resolve(model.getFileName()), Files.readAllBytes(model));
            }
        }
    }

    private static byte[] net(String bundle, NetKind kind) throws IOException {
        try (ZipFile zip = new ZipFile(
                        Shared.require("models/mediapipe").resolve(bundle).toFile());
                InputStream in = zip.getInputStream(zip.getEntry(kind.fileName()))) {
            byte[] bytes = in.readAllBytes();
            assertThat(bytes).isNotEmpty();
            return bytes;
        }
    }
}
