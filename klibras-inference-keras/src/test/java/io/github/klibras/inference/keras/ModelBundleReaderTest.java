package io.github.klibras.inference.keras;

import io.github.klibras.core.KlibrasException;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.Mirroring;
import io.github.klibras.core.landmark.MissingFramePolicy;
import io.github.klibras.core.recognition.ModelBundle;
import io.github.klibras.core.recognition.ModelMismatchException;
import io.github.klibras.keras.engine.Acceleration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Tests with a GRU with random weights, saved by Keras, from [2, 258] to three labels. */
class ModelBundleReaderTest {

    private static final String MODEL = "bundle_model.keras";

    private static final String SYNTAX = "{}[]\",:0-1en./\\";

    @TempDir
    Path folder;

    private final Map<String, byte[]> files = new LinkedHashMap<>();

    @BeforeEach
    void makeBundle() throws IOException {
        byte[] model = Bundles.resource("/bundle/" + MODEL);
        files.put("bundle.json", manifest(model).getBytes(StandardCharsets.UTF_8));
        files.put(MODEL, model);
        files.put("golden/first.in.f32", Bundles.resource("/bundle/bundle_model.in.f32"));
        files.put("golden/first.out.f32", Bundles.resource("/bundle/bundle_model.out.f32"));
    }

    private static String manifest(byte[] model) throws IOException {
        return """
                {
                  "format": 1, "name": "três", "model": "bundle_model.keras", "sha256": "%s",
                  "labels": ["sim", "não", "nada"], "layout": "POSE_HANDS", "frames": 2,
                  "nullLabel": "nada", "mirroring": "LANDMARKS", "missingFrames": "HOLD", "threshold": 0.75,
                  "goldenVectors": [{"name": "first", "input": "golden/first.in.f32", "output": "golden/first.out.f32"}]
                }
                """.formatted(ModelBundle.sha256Of(new ByteArrayInputStream(model)));
    }

    private Path zipped() {
        return Bundles.write(folder, "bundle.zip", Bundles.zip(files));
    }

    private Path unpacked() throws IOException {
        Path root = folder.resolve("bundle");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(Objects.requireNonNull(path.getParent()));
            Files.write(path, file.getValue());
        }
        return root;
    }

    @ParameterizedTest
    @EnumSource
    void folderAndZipYieldTheSameBundle(Acceleration acceleration) throws IOException {
        ModelBundle description = ModelBundleReader.read(unpacked()).description();

        assertThat(ModelBundleReader.read(zipped()).description()).isEqualTo(description);
        assertThat(description.name()).isEqualTo("três");
        assertThat(description.labels()).containsExactly("sim", "não", "nada");
        assertThat(description.layout()).isEqualTo(LandmarkLayout.POSE_HANDS);
        assertThat(description.frames()).isEqualTo(2);
        assertThat(description.preprocessing().mirroring()).isEqualTo(Mirroring.LANDMARKS);
        assertThat(description.preprocessing().missingFrames()).isEqualTo(MissingFramePolicy.HOLD);
        assertThat(description.policy().threshold()).isEqualTo(0.75);
        assertThat(description.goldenVectors()).hasSize(1);
        try (KerasSignClassifier classifier = KerasSignClassifier.of(ModelBundleReader.read(zipped()), acceleration)) {
            assertThat(classifier.labels()).isEqualTo(description.labels());
        }
    }

    @Test
    void classifierThatMissesAGoldenVectorIsRefused() {
        ByteBuffer output = ByteBuffer.wrap(Objects.requireNonNull(files.get("golden/first.out.f32")))
                .order(ByteOrder.LITTLE_ENDIAN);
        output.putFloat(0, output.getFloat(0) + 2e-5f);
        KerasModelBundle bundle = ModelBundleReader.read(zipped());

        assertThatExceptionOfType(ModelMismatchException.class)
                .isThrownBy(() -> KerasSignClassifier.of(bundle, Acceleration.SCALAR))
                .withMessageContaining("golden vector 'first'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "format": 1            | "format": 2                    | 'format' is 2, but only 1 is known
            "format": 1, "name"    | "name"                         | 'format' is missing, but must be a whole number
            "frames": 2            | "frames": "2"                  | 'frames' is '2', but must be a whole number
            "frames": 2            | "frames": 3                    | has 2 frames of POSE_HANDS, but the model takes 3
            "POSE_HANDS"           | "POSE"                         | 'layout' is 'POSE', but must be one of [POSE_HANDS, POSE_HANDS_FACE]
            "nada"]                | "sim"]                         | Label 'sim' stands for two outputs
            "nada"], "layout"      | "nada", 1], "layout"           | 'labels' is 1, but must be a list of strings
            "não", "nada"]         | "nada"]                        | has 3 outputs, but there are 2 labels
            "threshold": 0.75      | "threshold": 1.75              | threshold
            "threshold"            | "treshold"                     | the keys [treshold] are not known
            "name": "first",       | "name": "first", "more": 1,    | the keys [more] are not known
            "bundle_model.keras"   | "bundle.keras"                 | there is no file 'bundle.keras' in the bundle
            "bundle_model.keras"   | "../bundle_model.keras"        | '../bundle_model.keras' cannot be the name of a file in a bundle
            "bundle_model.keras"   | "/etc/passwd"                  | cannot be the name
            "golden/first.in.f32"  | "golden/../../first.in.f32"    | cannot be the name
            "golden/first.in.f32"  | "golden\\\\first.in.f32"       | cannot be the name
            "golden/first.in.f32"  | "C:/first.in.f32"              | cannot be the name
            "golden/first.in.f32"  | "golden"                       | there is no file 'golden'
            "golden/first.in.f32"  | "bundle.json"                  | bundle.json
            {                      | [                              | is not valid JSON
            """)
    void messageExplainsTheProblemOfAManifest(String from, String to, String message) throws IOException {
        String manifest = new String(Objects.requireNonNull(files.get("bundle.json")), StandardCharsets.UTF_8);
        assertThat(manifest).contains(from);
        files.put("bundle.json", manifest.replace(from, to).getBytes(StandardCharsets.UTF_8));

        for (Path bundle : new Path[] {zipped(), unpacked()}) {
            assertThatExceptionOfType(KlibrasException.class)
                    .isThrownBy(() -> ModelBundleReader.read(bundle))
                    .withMessageContaining(message);
        }
    }

    @Test
    void refusesAModelThatIsNotTheOneDescribed() throws IOException {
        files.put(MODEL, Bundles.resource("/bundle/other_model.keras"));

        assertThatExceptionOfType(ModelMismatchException.class)
                .isThrownBy(() -> ModelBundleReader.read(unpacked()))
                .withMessageContaining("SHA-256");
    }

    @Test
    void refusesALinkOutOfTheBundle() throws IOException {
        Path root = unpacked();
        Path outside = Bundles.write(folder, "outside.keras", Bundles.resource("/bundle/" + MODEL));
        Files.delete(root.resolve(MODEL));
        Files.createSymbolicLink(root.resolve(MODEL), outside);

        assertThatExceptionOfType(SignModelException.class)
                .isThrownBy(() -> ModelBundleReader.read(root))
                .withMessageContaining("is a link to a file outside of the bundle");
    }

    @Test
    void refusesAZipWithTooManyOrTooLargeEntries() {
        files.put("bundle.json", new byte[2 << 20]);
        assertThatExceptionOfType(SignModelException.class)
                .isThrownBy(() -> ModelBundleReader.read(zipped()))
                .withMessageContaining("'bundle.json' is larger than 1048576 bytes");
        for (int i = 0; i < 1000; i++) {
            files.put("more" + i, new byte[0]);
        }
        assertThatExceptionOfType(SignModelException.class)
                .isThrownBy(() -> ModelBundleReader.read(zipped()))
                .withMessageContaining("the zip has 1004 entries, but at most 1000 are read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "text.zip"})
    void refusesFilesThatAreNotBundles(String name) throws IOException {
        Files.writeString(folder.resolve("text.zip"), "no zip");

        assertThatExceptionOfType(SignModelException.class)
                .isThrownBy(() -> ModelBundleReader.read(folder.resolve(name)))
                .withMessageContaining(name);
    }

    /** Any damage to a manifest or zip causes one of the library's own exceptions. */
    @Test
    void damageOnlyCausesTheLibrarysExceptions() throws IOException {
        byte[] manifest = Objects.requireNonNull(files.get("bundle.json"));
        byte[] zip = Bundles.zip(files);
        Random random = new Random(5);
        int refused = 0;
        for (int round = 0; round < 3000; round++) {
            boolean inManifest = round % 3 != 0;
            byte[] damaged = damaged(inManifest ? manifest : zip, random);
            if (inManifest) {
                files.put("bundle.json", damaged);
            }
            Path bundle = Bundles.write(folder, "b.zip", inManifest ? Bundles.zip(files) : damaged);
            try {
                ModelBundleReader.read(bundle);
            } catch (KlibrasException expected) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1500);
    }

    private static byte[] damaged(byte[] sound, Random random) {
        byte[] damaged = sound.clone();
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
            damaged[random.nextInt(damaged.length)] = random.nextBoolean()
                    ? (byte) random.nextInt(256)
                    : (byte) SYNTAX.charAt(random.nextInt(SYNTAX.length()));
        }
        return damaged;
    }
}
