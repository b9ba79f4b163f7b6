package io.github.klibras.inference.keras;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.model.Lease;
import io.github.klibras.core.model.ModelHolder;
import io.github.klibras.core.recognition.Prediction;
import io.github.klibras.core.recognition.SignClassifier;
import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.KerasModelReader;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Tests with a GRU with random weights, saved by Keras, from [2, 258] to three labels. */
class KerasSignClassifierTest {

    private static final List<String> LABELS = List.of("sim", "não", "nada");

    private static KerasModel model() throws IOException {
        return model("bundle_model.keras");
    }

    private static KerasModel model(String file) throws IOException {
        return KerasModelReader.read(Bundles.resource("/bundle/" + file), file);
    }

    private static KerasSignClassifier classifier() throws IOException {
        return KerasSignClassifier.of(model(), LABELS, LandmarkLayout.POSE_HANDS);
    }

    private static LandmarkSequence sequence(int frames, long seed) {
        Random random = new Random(seed);
        float[] values = new float[frames * LandmarkLayout.POSE_HANDS.features()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return LandmarkSequence.of(LandmarkLayout.POSE_HANDS, values);
    }

    @Test
    void modelIdContainsTheStartOfTheHash() throws IOException {
        KerasModel model = model();
        KerasModel other = model("other_model.keras");

        assertThat(model.sha256()).matches("[0-9a-f]{64}").isNotEqualTo(other.sha256());
        try (SignClassifier classifier = classifier()) {
            assertThat(classifier.modelId())
                    .contains(model.name() + " sha256:" + model.sha256().substring(0, 12));
        }
    }

    @Test
    void sequencesAreClassifiedTheSameTogetherAndAlone() throws IOException {
        try (SignClassifier classifier = classifier()) {
            List<LandmarkSequence> sequences = new ArrayList<>();
            for (int i = 0; i < 70; i++) {
                sequences.add(sequence(2, i));
            }

            assertThat(classifier.classifyAll(sequences))
                    .isEqualTo(sequences.stream().map(classifier::classify).toList());
            assertThat(classifier.classifyAll(List.of())).isEmpty();
        }
    }

    @Test
    void theMostProbableLabelsComeFirst() throws IOException {
        try (SignClassifier classifier = classifier()) {
            Prediction prediction = classifier.classify(sequence(2, 1));

            assertThat(prediction.top(2)).isEqualTo(prediction.candidates().subList(0, 2));
            assertThat(prediction.candidates().stream()
                            .mapToDouble(Prediction.Candidate::probability)
                            .sum())
                    .isBetween(0.999999, 1.000001);
        }
    }

    @Test
    void holderLoadsTheClassifierOnceAndClosesItAfterItsLastUse() throws Exception {
        List<SignClassifier> loaded = new ArrayList<>();
        SignClassifier first;
        try (ModelHolder<SignClassifier> holder = ModelHolder.<SignClassifier>builder(() -> {
                    loaded.add(classifier());
                    return loaded.get(loaded.size() - 1);
                })
                .build()) {
            try (Lease<SignClassifier> lease = holder.acquire()) {
                first = lease.model();
                first.classify(sequence(2, 1));
            }
            try (Lease<SignClassifier> lease = holder.acquire()) {
                assertThat(lease.model()).isSameAs(first);
            }
        }
        assertThat(loaded).hasSize(1);
        assertThatIllegalStateException()
                .isThrownBy(() -> first.classify(sequence(2, 1)))
                .withMessage("The classifier of bundle_model.keras is closed");
    }

    @Test
    void refusesInputThatDoesNotFitTheModel() throws IOException {
        try (SignClassifier classifier = classifier()) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> classifier.classifyAll(List.of(sequence(2, 1), sequence(3, 1))))
                    .withMessage("The model takes 2 frames of POSE_HANDS, but got 3 of POSE_HANDS");
        }
        KerasModel model = model();
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> KerasSignClassifier.of(model, LABELS, LandmarkLayout.POSE_HANDS_FACE))
                .withMessageContaining("takes 258 features, but layout POSE_HANDS_FACE has 1692");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> KerasSignClassifier.of(model, List.of("a", "b"), LandmarkLayout.POSE_HANDS))
                .withMessageContaining("3 outputs, but there are 2 labels");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> KerasSignClassifier.of(model, List.of("a", "b", "a"), LandmarkLayout.POSE_HANDS))
                .withMessageContaining("Labels must be different");
        KerasModel dense = model("other_model.keras");
        assertThatExceptionOfType(SignModelException.class)
                .isThrownBy(() -> KerasSignClassifier.of(dense, LABELS, LandmarkLayout.POSE_HANDS))
                .withMessageContaining("but [frames, features] is required");
    }
}
