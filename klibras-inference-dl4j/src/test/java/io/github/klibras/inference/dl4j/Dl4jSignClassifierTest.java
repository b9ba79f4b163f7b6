package io.github.klibras.inference.dl4j;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.recognition.Prediction;
import io.github.klibras.inference.keras.SignModelException;
import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.layer.Activation;
import io.github.klibras.keras.layer.ConcatenateSpec;
import io.github.klibras.keras.layer.DenseSpec;
import io.github.klibras.keras.layer.GlobalPooling1dSpec;
import io.github.klibras.keras.layer.GruSpec;
import io.github.klibras.keras.layer.Pooling1dSpec;
import io.github.klibras.keras.layer.RecurrentSettings;
import io.github.klibras.keras.layer.Shape;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

class Dl4jSignClassifierTest {

    private static final int FRAMES = 6;
    private static final List<String> LABELS = List.of("bom_dia", "obrigado", "null");
    private static final LandmarkLayout LAYOUT = LandmarkLayout.POSE_HANDS;

    @Test
    void classifiesLikeKeras() {
        KerasModel model = Golden.model(Golden.shared("models/asl_action_recognizer.h5"));
        float[] input = Golden.floats(Golden.shared("golden/asl.in0.f32"));
        float[] expected = Golden.floats(Golden.shared("golden/asl.out0.f32"));
        int length = 100 * LAYOUT.features();
        try (Dl4jSignClassifier classifier = Dl4jSignClassifier.of(model, List.of("obrigado", "null"), LAYOUT)) {
            assertThat(classifier.frames()).isEqualTo(100);
            for (int sample = 0; sample < 16; sample++) {
                Prediction prediction = classifier.classify(
                        LandmarkSequence.of(LAYOUT, Arrays.copyOfRange(input, sample * length, (sample + 1) * length)));
                assertThat(prediction.probabilityOf("obrigado").orElseThrow())
                        .isCloseTo(expected[2 * sample], within(1e-5));
                assertThat(prediction.probabilityOf("null").orElseThrow())
                        .isCloseTo(expected[2 * sample + 1], within(1e-5));
            }
        }
    }

    @Test
    void concurrentResultsAreIdenticalToSequentialOnes() throws InterruptedException, ExecutionException {
        List<LandmarkSequence> sequences = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            sequences.add(sequence(i));
        }
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try (Dl4jSignClassifier classifier = classifier(Activation.SOFTMAX)) {
            List<Prediction> expected =
                    sequences.stream().map(classifier::classify).toList();
            List<Future<List<Prediction>>> results = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                results.add(threads.submit(
                        () -> sequences.stream().map(classifier::classify).toList()));
            }
            for (Future<List<Prediction>> result : results) {
                assertThat(result.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void classifiesWithAGraph() {
        KerasModel model = Models.graph()
                .input("in", Shape.of(FRAMES, LAYOUT.features()))
                .layer("gru", gru(false), "in")
                .layer("max", new GlobalPooling1dSpec(Pooling1dSpec.Kind.MAX, false), "in")
                .layer("joined", new ConcatenateSpec(-1), "gru", "max")
                .layer("out", new DenseSpec(LABELS.size(), Activation.SOFTMAX, true), "joined")
                .model("out");
        LandmarkSequence sequence = sequence(3);
        float[] expected = Golden.values(
                Dl4jNetworks.computationGraph(model).outputSingle(Golden.input(model, sequence.toArray())));

        try (Dl4jSignClassifier classifier = Dl4jSignClassifier.of(model, LABELS, LAYOUT)) {
            Prediction prediction = classifier.classify(sequence);
            for (int i = 0; i < expected.length; i++) {
                assertThat(prediction.probabilityOf(LABELS.get(i)).orElseThrow())
                        .isCloseTo(expected[i], within(1e-6));
            }
        }
    }

    @Test
    void refusesSequencesOfAnotherLengthOrLayout() {
        try (Dl4jSignClassifier classifier = classifier(Activation.SOFTMAX)) {
            LandmarkSequence tooLong = LandmarkSequence.of(LAYOUT, new float[(FRAMES + 1) * LAYOUT.features()]);
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> classifier.classify(tooLong))
                    .withMessage("The model takes 6 frames of POSE_HANDS, but got 7 of POSE_HANDS");
            LandmarkSequence withFace = LandmarkSequence.of(LandmarkLayout.POSE_HANDS_FACE, new float[FRAMES * 1692]);
            assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> classifier.classify(withFace));
        }
    }

    @Test
    void refusesLabelsAndLayoutsThatDoNotFitTheModel() {
        KerasModel model = model(Activation.SOFTMAX);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Dl4jSignClassifier.of(model, List.of("a", "b"), LAYOUT))
                .withMessageContaining("3 outputs, but there are 2 labels");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Dl4jSignClassifier.of(model, List.of("a", "b", "a"), LAYOUT))
                .withMessageContaining("different");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Dl4jSignClassifier.of(model, LABELS, LandmarkLayout.POSE_HANDS_FACE))
                .withMessageContaining("258 features, but layout POSE_HANDS_FACE has 1692");
    }

    @Test
    void refusesModelsThatDoNotClassifySequences() {
        KerasModel open = Models.chain(Shape.of(Shape.UNKNOWN, LAYOUT.features()), gru(false));
        assertThatExceptionOfType(SignModelException.class)
                .isThrownBy(() -> Dl4jSignClassifier.of(open, LABELS, LAYOUT))
                .withMessageContaining("takes [?, 258]");
        KerasModel sequences = Models.chain(Shape.of(FRAMES, LAYOUT.features()), gru(true));
        assertThatExceptionOfType(SignModelException.class)
                .isThrownBy(() -> Dl4jSignClassifier.of(sequences, LABELS, LAYOUT))
                .withMessageContaining("gives [6, 4]");
    }

    @Test
    void refusesOutputsThatAreNotProbabilities() {
        try (Dl4jSignClassifier classifier = classifier(Activation.LINEAR)) {
            assertThatExceptionOfType(SignModelException.class)
                    .isThrownBy(() -> classifier.classify(sequence(1)))
                    .withMessageContaining("memory: the model's outputs are no probabilities");
        }
    }

    @Test
    void refusesToClassifyOnceClosed() {
        Dl4jSignClassifier classifier = classifier(Activation.SOFTMAX);
        classifier.close();
        classifier.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> classifier.classify(sequence(1)))
                .withMessageContaining("closed");
    }

    private static Dl4jSignClassifier classifier(Activation output) {
        return Dl4jSignClassifier.of(model(output), LABELS, LAYOUT);
    }

    private static KerasModel model(Activation output) {
        return Models.chain(
                Shape.of(FRAMES, LAYOUT.features()), gru(true), gru(false), new DenseSpec(LABELS.size(), output, true));
    }

    private static GruSpec gru(boolean returnSequences) {
        return new GruSpec(
                new RecurrentSettings(4, true, returnSequences, false, false),
                Activation.TANH,
                Activation.SIGMOID,
                true);
    }

    private static LandmarkSequence sequence(long seed) {
        return LandmarkSequence.of(LAYOUT, Models.randomValues((long) FRAMES * LAYOUT.features(), seed));
    }
}
