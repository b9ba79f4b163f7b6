package io.github.klibras.core.recognition;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.Mirroring;
import io.github.klibras.core.landmark.MissingFramePolicy;
import io.github.klibras.core.landmark.Preprocessing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelBundleTest {

    private static final List<String> LABELS = List.of("obrigado", "null");
    private static final byte[] FILE = "abc".getBytes(StandardCharsets.US_ASCII);

    /** Of "abc", from FIPS 180-2, appendix B.1. */
    private static final String SHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final int FRAMES = 3;
    private static final int FEATURES = LandmarkLayout.POSE_HANDS.features();

    @Test
    void defaultsMatchThePythonService() {
        ModelBundle bundle = bundle().build();

        assertThat(bundle.frames()).isEqualTo(FRAMES);
        assertThat(bundle.preprocessing()).isEqualTo(Preprocessing.DEFAULT);
        assertThat(bundle.policy()).isEqualTo(new RecognitionPolicy(0.5, null));
        assertThat(bundle.goldenVectors()).isEmpty();
    }

    @Test
    void policyUsesTheBundlesThresholdAndNullLabel() {
        assertThat(bundle().nullLabel("null").threshold(0.8).build().policy())
                .isEqualTo(new RecognitionPolicy(0.8, "null"));
    }

    @Test
    void bundleCopiesItsInputs() {
        List<String> labels = new ArrayList<>(LABELS);
        float[] output = {1, 0};
        GoldenVector golden = GoldenVector.of("g", sequence(), output);
        List<GoldenVector> goldenVectors = new ArrayList<>(List.of(golden));
        ModelBundle bundle = ModelBundle.builder(
                        "m", labels, LandmarkLayout.POSE_HANDS, new FrameSampler(FRAMES), SHA256)
                .goldenVectors(goldenVectors)
                .build();

        labels.clear();
        goldenVectors.clear();
        output[0] = 0;
        golden.output()[0] = 0;

        assertThat(bundle.labels()).isEqualTo(LABELS);
        assertThat(bundle.goldenVectors()).containsExactly(GoldenVector.of("g", sequence(), new float[] {1, 0}));
    }

    @Test
    void preprocessingMirrorsAndThenFillsGaps() {
        float[] values = new float[FRAMES * FEATURES];
        values[LandmarkLayout.LEFT_HAND_OFFSET] = 0.25f;
        values[2 * FEATURES + LandmarkLayout.LEFT_HAND_OFFSET] = 0.75f;
        LandmarkSequence extracted = LandmarkSequence.of(LandmarkLayout.POSE_HANDS, values);

        LandmarkSequence input = bundle().preprocessing(
                        Preprocessing.DEFAULT.with(Mirroring.LANDMARKS).with(MissingFramePolicy.LINEAR))
                .build()
                .preprocess(extracted);

        assertThat(input.value(0, LandmarkLayout.RIGHT_HAND_OFFSET)).isEqualTo(0.75f);
        assertThat(input.value(1, LandmarkLayout.RIGHT_HAND_OFFSET)).isEqualTo(0.5f);
        assertThat(input.value(2, LandmarkLayout.RIGHT_HAND_OFFSET)).isEqualTo(0.25f);
        assertThat(input.value(1, LandmarkLayout.LEFT_HAND_OFFSET)).isZero();
    }

    @Test
    void landmarksOfMirroredPicturesAreNotMirroredAgain() {
        LandmarkSequence extracted = sequence();

        assertThat(bundle().preprocessing(Preprocessing.DEFAULT).build().preprocess(extracted))
                .isEqualTo(extracted);
        assertThat(bundle().build().preprocess(extracted)).isEqualTo(extracted);
    }

    @Test
    void landmarksOfAnotherShapeAreRefused() {
        ModelBundle bundle = bundle().build();

        assertThatThrownBy(() ->
                        bundle.preprocess(LandmarkSequence.of(LandmarkLayout.POSE_HANDS, new float[2 * FEATURES])))
                .isInstanceOf(ModelMismatchException.class)
                .hasMessage("Model 'demo' takes 3 frames of POSE_HANDS, but got 2 of POSE_HANDS");
        assertThatThrownBy(() ->
                        bundle.verifySequence(LandmarkSequence.of(LandmarkLayout.POSE_HANDS_FACE, new float[3 * 1692])))
                .isInstanceOf(ModelMismatchException.class);
    }

    @Test
    void modelFileIsVerifiedByItsHash() throws IOException {
        ModelBundle bundle = bundle().build();

        assertThat(ModelBundle.sha256Of(new ByteArrayInputStream(FILE))).isEqualTo(SHA256);
        bundle.verifyModelFile(FILE);
        bundle.verifyModelFile(new ByteArrayInputStream(FILE));
        assertThatThrownBy(() -> bundle.verifyModelFile(new byte[3]))
                .isInstanceOf(ModelMismatchException.class)
                .hasMessageContaining(SHA256)
                .hasMessageContaining("709e80c88487a2411e1ee4dfb9f22a861492d20c4765150c0c794abd70f8147c");
        assertThatThrownBy(() -> bundle.verifyModelFile(new ByteArrayInputStream(new byte[3])))
                .isInstanceOf(ModelMismatchException.class);
    }

    @Test
    void classifierOfAnotherShapeOrOtherLabelsIsRefused() {
        ModelBundle bundle = bundle().build();

        assertThatCode(() -> bundle.verifyClassifier(new FixedClassifier(LABELS, FRAMES, 1, 0)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> bundle.verifyClassifier(new FixedClassifier(LABELS, 4, 1, 0)))
                .isInstanceOf(ModelMismatchException.class)
                .hasMessageContaining("4 of POSE_HANDS");
        assertThatThrownBy(
                        () -> bundle.verifyClassifier(new FixedClassifier(List.of("null", "obrigado"), FRAMES, 1, 0)))
                .isInstanceOf(ModelMismatchException.class)
                .hasMessageContaining("[null, obrigado]");
    }

    @Test
    void goldenVectorsAreComparedLabelByLabel() {
        ModelBundle bundle = bundle().goldenVectors(
                        List.of(GoldenVector.of("first", sequence(), new float[] {0.25f, 0.75f})))
                .build();

        bundle.verifyClassifier(new FixedClassifier(LABELS, FRAMES, 0.25f + 9e-6f, 0.75f - 9e-6f));
        assertThatThrownBy(() -> bundle.verifyClassifier(new FixedClassifier(LABELS, FRAMES, 0.25f, 0.75f + 2e-5f)))
                .isInstanceOf(ModelMismatchException.class)
                .hasMessageContaining("label 'null'")
                .hasMessageContaining("golden vector 'first'");
        assertThatThrownBy(() -> bundle.verifyClassifier(new FixedClassifier(LABELS, FRAMES, 0.75f, 0.25f)))
                .isInstanceOf(ModelMismatchException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ba78", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"})
    void hashMustBe64LowercaseHexDigits(String sha256) {
        assertThatThrownBy(() -> ModelBundle.builder(
                                "m", LABELS, LandmarkLayout.POSE_HANDS, new FrameSampler(FRAMES), sha256)
                        .build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("SHA-256");
    }

    @Test
    void inconsistentValuesAreRefused() {
        GoldenVector golden = GoldenVector.of("g", sequence(), new float[] {1, 0});

        assertRefused(bundle().nullLabel("nothing"), "nothing");
        assertRefused(bundle().threshold(Double.NaN), "threshold");
        assertRefused(bundle().goldenVectors(List.of(golden, golden)), "two golden vectors");
        assertRefused(bundle().goldenVectors(List.of(GoldenVector.of("g", sequence(), new float[] {1}))), "1 outputs");
        assertRefused(
                bundle().goldenVectors(List.of(GoldenVector.of(
                        "g", LandmarkSequence.of(LandmarkLayout.POSE_HANDS, new float[258]), new float[] {1, 0}))),
                "1 frames");
        assertRefused(withLabels(), "at least one label");
        assertRefused(withLabels("a", "a"), "two outputs");
        assertRefused(withLabels("a", " "), "label is empty");
        assertThatThrownBy(() -> GoldenVector.of("g", sequence(), new float[] {Float.NaN}))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> GoldenVector.of("", sequence(), new float[] {1}))
                .isInstanceOf(InvalidInputException.class);
    }

    private static void assertRefused(ModelBundle.Builder builder, String complaint) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(complaint);
    }

    private static ModelBundle.Builder bundle() {
        return withLabels("obrigado", "null");
    }

    private static ModelBundle.Builder withLabels(String... labels) {
        return ModelBundle.builder(
                "demo", List.of(labels), LandmarkLayout.POSE_HANDS, new FrameSampler(FRAMES), SHA256);
    }

    private static LandmarkSequence sequence() {
        float[] values = new float[FRAMES * FEATURES];
        values[7] = 0.5f;
        return LandmarkSequence.of(LandmarkLayout.POSE_HANDS, values);
    }

    /** Classifier that returns the same prediction for every input. */
    private static final class FixedClassifier implements SignClassifier {

        private final List<String> labels;
        private final int frames;
        private final float[] answer;

        private FixedClassifier(List<String> labels, int frames, float... answer) {
            this.labels = labels;
            this.frames = frames;
            this.answer = answer;
        }

        @Override
        public List<String> labels() {
            return labels;
        }

        @Override
        public LandmarkLayout layout() {
            return LandmarkLayout.POSE_HANDS;
        }

        @Override
        public int frames() {
            return frames;
        }

        @Override
        public Prediction classify(LandmarkSequence sequence) {
            return Prediction.of(labels, answer);
        }

        @Override
        public void close() {}
    }
}
