package io.github.klibras.core.recognition;

import io.github.klibras.core.InvalidInputException;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecognitionPolicyTest {

    private static final List<String> LABELS = List.of("obrigado", "bom_dia", "null");

    @Test
    void mostProbableLabelIsPredicted() {
        Recognition recognition = judge("bom_dia", 0.1f, 0.8f, 0.1f);

        assertThat(recognition).isEqualTo(new Recognition("bom_dia", "bom_dia", 0.8f, true, true));
    }

    @Test
    void unexpectedLabelNeitherMatchesNorCounts() {
        assertThat(judge("obrigado", 0.1f, 0.8f, 0.1f))
                .isEqualTo(new Recognition("obrigado", "bom_dia", 0.8f, false, false));
    }

    @Test
    void signBelowTheThresholdMatchesButDoesNotCount() {
        assertThat(judge("bom_dia", 0.25f, 0.4f, 0.35f))
                .isEqualTo(new Recognition("bom_dia", "bom_dia", 0.4f, true, false));
    }

    @Test
    void signAtTheThresholdCounts() {
        assertThat(judge("bom_dia", 0.25f, 0.5f, 0.25f).found()).isTrue();
    }

    @Test
    void nullLabelNeverCounts() {
        assertThat(judge("null", 0, 0, 1)).isEqualTo(new Recognition("null", "null", 1, true, false));
    }

    @Test
    void firstOfEquallyProbableLabelsIsPredicted() {
        assertThat(judge("bom_dia", 0.5f, 0.5f, 0).predicted()).isEqualTo("obrigado");
    }

    @Test
    void candidatesAreOrderedAndLimited() {
        Prediction prediction = Prediction.of(LABELS, new float[] {0.1f, 0.7f, 0.2f});

        assertThat(prediction.top(2)).extracting(Prediction.Candidate::label).containsExactly("bom_dia", "null");
        assertThat(prediction.top(9)).hasSize(3);
        assertThat(prediction.probabilityOf("obrigado")).hasValue(0.1f);
        assertThat(prediction.probabilityOf("nothing")).isEmpty();
    }

    @Test
    void roundingErrorsAreClampedAndInvalidProbabilitiesAreRefused() {
        assertThat(Prediction.of(List.of("a", "b"), new float[] {1.0000001f, -1e-8f})
                        .best()
                        .probability())
                .isEqualTo(1);
        assertThatThrownBy(() -> Prediction.of(List.of("a"), new float[] {Float.NaN}))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Prediction.of(List.of("a"), new float[] {1.1f}))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Prediction.of(List.of("a"), new float[] {0.5f, 0.5f}))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new RecognitionPolicy(1.5, null)).isInstanceOf(InvalidInputException.class);
    }

    private static Recognition judge(String expected, float... probabilities) {
        return new RecognitionPolicy(0.5, "null").judge(expected, Prediction.of(LABELS, probabilities));
    }
}
