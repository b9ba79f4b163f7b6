package io.github.klibras.core.landmark;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Sequences are written as the x values of a hand; 0 stands for a hand that was not detected. */
class MissingFramePolicyTest {

    private static final int FEATURES = LandmarkLayout.POSE_HANDS.features();

    @Test
    void zerosChangeNothing() {
        LandmarkSequence sequence = hand(0, 0.2f, 0, 0.4f, 0);

        assertThat(MissingFramePolicy.ZEROS.apply(sequence)).isEqualTo(sequence);
    }

    @Test
    void holdRepeatsTheLastDetectedValues() {
        assertThat(xs(MissingFramePolicy.HOLD.apply(hand(0, 0.2f, 0, 0, 0.4f, 0))))
                .containsExactly(0, 0.2f, 0.2f, 0.2f, 0.4f, 0.4f);
    }

    @Test
    void linearFillsOnlyGapsBetweenDetections() {
        assertThat(xs(MissingFramePolicy.LINEAR.apply(hand(0, 0.25f, 0, 0, 0, 0.75f, 0))))
                .containsExactly(0, 0.25f, 0.375f, 0.5f, 0.625f, 0.75f, 0);
    }

    @Test
    void handThatIsNeverDetectedStaysZero() {
        for (MissingFramePolicy policy : MissingFramePolicy.values()) {
            assertThat(policy.apply(hand(0, 0, 0))).isEqualTo(hand(0, 0, 0));
        }
    }

    @Test
    void allValuesOfTheMissingHandAndNoOthersAreFilled() {
        float[] values = new float[3 * FEATURES];
        for (int i = 0; i < LandmarkPart.LEFT_HAND.features(); i++) {
            values[LandmarkLayout.LEFT_HAND_OFFSET + i] = 1 + i;
            values[2 * FEATURES + LandmarkLayout.LEFT_HAND_OFFSET + i] = 3 + i;
        }
        LandmarkSequence sequence = LandmarkSequence.of(LandmarkLayout.POSE_HANDS, values);

        LandmarkSequence filled = MissingFramePolicy.LINEAR.apply(sequence);

        for (int i = 0; i < FEATURES; i++) {
            boolean left = i >= LandmarkLayout.LEFT_HAND_OFFSET && i < LandmarkLayout.RIGHT_HAND_OFFSET;
            assertThat(filled.value(1, i)).isEqualTo(left ? 2 + i - LandmarkLayout.LEFT_HAND_OFFSET : 0);
            assertThat(filled.value(0, i)).isEqualTo(sequence.value(0, i));
            assertThat(filled.value(2, i)).isEqualTo(sequence.value(2, i));
        }
        assertThat(sequence.frame(1).has(LandmarkPart.LEFT_HAND)).isFalse();
    }

    @Test
    void gapsAreFilledPerPart() {
        float[] values = new float[2 * LandmarkLayout.POSE_HANDS_FACE.features()];
        values[LandmarkLayout.POSE_OFFSET] = 1;
        values[LandmarkLayout.FACE_OFFSET + 1433] = 2;
        values[LandmarkLayout.POSE_HANDS_FACE.features() + LandmarkLayout.RIGHT_HAND_OFFSET] = 3;

        LandmarkFrame filled = MissingFramePolicy.HOLD
                .apply(LandmarkSequence.of(LandmarkLayout.POSE_HANDS_FACE, values))
                .frame(1);

        assertThat(filled.x(LandmarkPart.POSE, 0)).isEqualTo(1);
        assertThat(filled.z(LandmarkPart.FACE, 477)).isEqualTo(2);
        assertThat(filled.x(LandmarkPart.RIGHT_HAND, 0)).isEqualTo(3);
        assertThat(filled.has(LandmarkPart.LEFT_HAND)).isFalse();
    }

    @Test
    void pointMissingOnOneSideOfAGapIsNotInterpolated() {
        LandmarkSequence sequence = hand(0.25f, 0, 0.75f);
        float[] values = sequence.toArray();
        int secondPoint = LandmarkLayout.RIGHT_HAND_OFFSET + 3;
        int thirdPoint = LandmarkLayout.RIGHT_HAND_OFFSET + 6;
        values[secondPoint] = 0.5f;
        values[2 * FEATURES + thirdPoint] = 0.5f;

        LandmarkSequence filled =
                MissingFramePolicy.LINEAR.apply(LandmarkSequence.of(LandmarkLayout.POSE_HANDS, values));

        assertThat(xs(filled)).containsExactly(0.25f, 0.5f, 0.75f);
        assertThat(filled.value(1, secondPoint)).isZero();
        assertThat(filled.value(1, thirdPoint)).isZero();
    }

    @Test
    void greatestNumbersDoNotOverflow() {
        assertThat(xs(MissingFramePolicy.LINEAR.apply(hand(Float.MAX_VALUE, 0, -Float.MAX_VALUE))))
                .containsExactly(Float.MAX_VALUE, 0, -Float.MAX_VALUE);
    }

    private static LandmarkSequence hand(float... xs) {
        float[] values = new float[xs.length * FEATURES];
        for (int frame = 0; frame < xs.length; frame++) {
            values[frame * FEATURES + LandmarkLayout.RIGHT_HAND_OFFSET] = xs[frame];
        }
        return LandmarkSequence.of(LandmarkLayout.POSE_HANDS, values);
    }

    private static float[] xs(LandmarkSequence sequence) {
        float[] xs = new float[sequence.frames()];
        for (int frame = 0; frame < xs.length; frame++) {
            xs[frame] = sequence.frame(frame).x(LandmarkPart.RIGHT_HAND, 0);
        }
        return xs;
    }
}
