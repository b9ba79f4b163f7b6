package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.landmark.LandmarkPart;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A hand of points on a grid of 7×3, whose palm is 0.2 wide. */
class HandTest {

    private static final int SIZE = 100;

    @Test
    void aHandInTheSamePlaceIsTheSame() {
        assertThat(hand(0, 21).isSame(hand(0, 21), SIZE, SIZE)).isTrue();
    }

    @Test
    void aHandElsewhereIsAnother() {
        assertThat(hand(0, 21).isSame(hand(0.3f, 21), SIZE, SIZE)).isFalse();
    }

    @Test
    void nearMeansLessThanAFifthOfThePalm() {
        float palm = palm();

        assertThat(hand(0, 21).isSame(hand(0.19f * palm, 21), SIZE, SIZE)).isTrue();
        assertThat(hand(0, 21).isSame(hand(0.21f * palm, 21), SIZE, SIZE)).isFalse();
    }

    @Test
    void tenOfTheirPointsAreEnoughAndNineAreNot() {
        float[] ten = points(0.4f * palm(), 21);
        float[] nine = ten.clone();
        System.arraycopy(points(0, 21), 0, ten, 0, 10 * 3);
        System.arraycopy(points(0, 21), 0, nine, 0, 9 * 3);

        assertThat(hand(0, 21).isSame(new Hand(true, ten), SIZE, SIZE)).isTrue();
        assertThat(hand(0, 21).isSame(new Hand(true, nine), SIZE, SIZE)).isFalse();
    }

    /** One finger that is stretched far makes a large box, of which the other hand covers little. */
    @Test
    void handsWhoseBoxesHardlyOverlapAreNotTheSame() {
        float[] stretched = points(0, 21);
        stretched[20 * 3] = 5;
        stretched[20 * 3 + 1] = 5;

        assertThat(hand(0, 21).isSame(new Hand(true, stretched), SIZE, SIZE)).isFalse();
    }

    @Test
    void distancesAreThoseOfThePicture() {
        // In a picture that is 100 times as high as wide, a little downwards is far.
        float[] lower = points(0, 21);
        for (int i = 1; i < lower.length; i += 3) {
            lower[i] += 0.19f * palm();
        }

        assertThat(hand(0, 21).isSame(new Hand(true, lower), SIZE, SIZE)).isTrue();
        assertThat(hand(0, 21).isSame(new Hand(true, lower), 1, SIZE)).isFalse();
    }

    @Test
    void itGoesToThePartOfItsSide() {
        float[] target = new float[200];
        new Hand(false, points(0, 21)).copyTo(target, 100);

        assertThat(new Hand(true, points(0, 21)).part()).isEqualTo(LandmarkPart.RIGHT_HAND);
        assertThat(new Hand(false, points(0, 21)).part()).isEqualTo(LandmarkPart.LEFT_HAND);
        assertThat(target[100 + 63 - 1]).isEqualTo(21);
        assertThat(target[99]).isZero();
        assertThat(target[163]).isZero();
    }

    /** The greatest distance between the points 0, 5 and 17, all in the first column or the third. */
    private static float palm() {
        float[] points = points(0, 21);
        float across = points[17 * 3] - points[5 * 3];
        float down = points[17 * 3 + 1] - points[5 * 3 + 1];
        float wrist = points[17 * 3 + 1] - points[1];
        return (float) Math.max(Math.hypot(across, down), Math.hypot(points[17 * 3] - points[0], wrist));
    }

    private static Hand hand(float right, int count) {
        return new Hand(true, points(right, count));
    }

    private static float[] points(float right, int count) {
        float[] points = new float[count * 3];
        for (int i = 0; i < count; i++) {
            points[i * 3] = 0.2f + right + 0.05f * (i % 7);
            int row = i / 7;
            points[i * 3 + 1] = 0.2f + 0.1f * row;
            points[i * 3 + 2] = i + 1;
        }
        return points;
    }
}
