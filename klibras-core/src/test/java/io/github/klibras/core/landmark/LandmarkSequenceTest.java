package io.github.klibras.core.landmark;

import io.github.klibras.core.InvalidInputException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LandmarkSequenceTest {

    @Test
    void valuesAreStoredFrameByFrame() {
        float[] values = new float[2 * 258];
        values[258 + 3] = 7;

        LandmarkSequence sequence = LandmarkSequence.of(LandmarkLayout.POSE_HANDS, values);

        assertThat(sequence.frames()).isEqualTo(2);
        assertThat(sequence.value(1, 3)).isEqualTo(7);
        float[] copy = new float[1 + 2 * 258];
        sequence.copyTo(copy, 1);
        assertThat(copy[1 + 258 + 3]).isEqualTo(7);
    }

    @Test
    void arraysAreCopied() {
        float[] values = new float[258];
        LandmarkSequence sequence = LandmarkSequence.of(LandmarkLayout.POSE_HANDS, values);

        values[0] = 1;
        sequence.toArray()[1] = 1;

        assertThat(sequence.value(0, 0)).isZero();
        assertThat(sequence.value(0, 1)).isZero();
    }

    @Test
    void framesMustBeWhole() {
        assertThatThrownBy(() -> LandmarkSequence.of(LandmarkLayout.POSE_HANDS, new float[257]))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("258")
                .hasMessageContaining("257");
        assertThatThrownBy(() -> LandmarkSequence.of(LandmarkLayout.POSE_HANDS, new float[0]))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void valuesMustBeFinite() {
        float[] values = new float[2 * 258];
        values[258 + 3] = Float.NaN;

        assertThatThrownBy(() -> LandmarkSequence.of(LandmarkLayout.POSE_HANDS, values))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Frame 1, feature 3 is NaN");
    }
}
