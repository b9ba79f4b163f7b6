package io.github.klibras.core.landmark;

import io.github.klibras.core.InvalidInputException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LandmarkFrameTest {

    private static final int FEATURES = LandmarkLayout.POSE_HANDS_FACE.features();

    @Test
    void pointsAreReadByPartAndNumber() {
        float[] values = new float[2 * FEATURES];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        LandmarkFrame frame =
                LandmarkSequence.of(LandmarkLayout.POSE_HANDS_FACE, values).frame(1);

        assertThat(frame.x(LandmarkPart.POSE, 0)).isEqualTo(FEATURES);
        assertThat(frame.y(LandmarkPart.POSE, 32)).isEqualTo(FEATURES + 129);
        assertThat(frame.visibility(32)).isEqualTo(FEATURES + 131);
        assertThat(frame.x(LandmarkPart.LEFT_HAND, 0)).isEqualTo(FEATURES + 132);
        assertThat(frame.z(LandmarkPart.RIGHT_HAND, 20)).isEqualTo(FEATURES + 257);
        assertThat(frame.z(LandmarkPart.FACE, 477)).isEqualTo(FEATURES + 1691);
    }

    @Test
    void partIsPresentIfAnyOfItsValuesIsNonzero() {
        float[] values = new float[LandmarkLayout.POSE_HANDS.features()];
        values[LandmarkLayout.RIGHT_HAND_OFFSET + 62] = 0.1f;
        values[0] = -0f;
        LandmarkFrame frame =
                LandmarkSequence.of(LandmarkLayout.POSE_HANDS, values).frame(0);

        assertThat(frame.has(LandmarkPart.RIGHT_HAND)).isTrue();
        assertThat(frame.has(LandmarkPart.LEFT_HAND)).isFalse();
        assertThat(frame.has(LandmarkPart.POSE)).isFalse();
        assertThat(frame.has(LandmarkPart.FACE)).isFalse();
    }

    @Test
    void partsAreContiguous() {
        for (LandmarkLayout layout : LandmarkLayout.values()) {
            int next = 0;
            for (LandmarkPart part : layout.parts()) {
                assertThat(part.offset()).isEqualTo(next);
                next += part.features();
            }
            assertThat(next).isEqualTo(layout.features());
        }
    }

    @Test
    void missingFramesPartsAndPointsAreRefused() {
        LandmarkSequence sequence = LandmarkSequence.of(LandmarkLayout.POSE_HANDS, new float[258]);

        assertThatThrownBy(() -> sequence.frame(1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> sequence.frame(-1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> sequence.frame(0).x(LandmarkPart.FACE, 0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> sequence.frame(0).x(LandmarkPart.LEFT_HAND, 21))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
