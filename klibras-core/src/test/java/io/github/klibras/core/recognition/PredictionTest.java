package io.github.klibras.core.recognition;

import io.github.klibras.core.InvalidInputException;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class PredictionTest {

    private static final List<String> LABELS = List.of("a", "b", "c", "null");

    @Test
    void restrictedProbabilitiesAddUpToOneAndKeepTheirOrder() {
        Prediction restricted = Prediction.of(LABELS, new float[] {0.125f, 0.25f, 0.5f, 0.125f})
                .restrictedTo(Set.of("a", "b", "other"));

        assertThat(restricted.candidates())
                .extracting(Prediction.Candidate::label)
                .containsExactly("b", "a");
        assertThat(restricted.probabilityOf("b").orElseThrow()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(restricted.probabilityOf("a").orElseThrow()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(restricted.probabilityOf("c")).isEmpty();
    }

    @Test
    void onlyCandidateIsCertainHoweverSmallItsProbability() {
        assertThat(Prediction.of(LABELS, new float[] {Float.MIN_VALUE, 0, 1, 0})
                        .restrictedTo(Set.of("a"))
                        .best())
                .isEqualTo(new Prediction.Candidate("a", 1));
    }

    @Test
    void candidatesWithZeroProbabilityStayAtZero() {
        Prediction restricted = Prediction.of(LABELS, new float[] {0, 0, 1, 0}).restrictedTo(Set.of("b", "a"));

        assertThat(restricted.candidates())
                .containsExactly(new Prediction.Candidate("a", 0), new Prediction.Candidate("b", 0));
        assertThat(RecognitionPolicy.defaults().judge("a", restricted).found()).isFalse();
    }

    @Test
    void restrictingToNoCandidateIsRefused() {
        Prediction prediction = Prediction.of(LABELS, new float[] {0, 0, 1, 0});

        assertThatThrownBy(() -> prediction.restrictedTo(Set.of("x"))).isInstanceOf(NoCandidateException.class);
        assertThatThrownBy(() -> prediction.restrictedTo(Set.of())).isInstanceOf(NoCandidateException.class);
    }

    @Test
    void restrictedProbabilitiesAddUpToOneDespiteRounding() {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            float[] probabilities = new float[LABELS.size()];
            for (int k = 0; k < probabilities.length; k++) {
                probabilities[k] = (float) Math.pow(random.nextDouble(), 1 + random.nextInt(200));
            }

            Prediction restricted = Prediction.of(LABELS, probabilities).restrictedTo(Set.of("a", "c"));

            assertThat(restricted.candidates().stream()
                            .mapToDouble(Prediction.Candidate::probability)
                            .sum())
                    .isCloseTo(restricted.best().probability() == 0 ? 0 : 1, within(1e-12));
        }
    }

    @Test
    void negativeNumberOfCandidatesIsRefused() {
        Prediction prediction = Prediction.of(LABELS, new float[] {0, 0, 1, 0});

        assertThat(prediction.top(0)).isEmpty();
        assertThatThrownBy(() -> prediction.top(-1)).isInstanceOf(InvalidInputException.class);
    }
}
