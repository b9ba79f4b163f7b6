package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.landmark.LandmarkPart;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Tests with hands of points on a grid of 7×3, whose palm measures 0.25. */
class HandTest {

    private static final int SIZE = 100;

    @Test
    void aHandInTheSamePlaceIsTheSame() {
        assertThat(hand(0, 21).isSame(hand(0, 21), SIZE, SIZE)).isTrue();
    }

    @Test
    void handElsewhereIsADifferentHand() {
        assertThat(hand(0, 21).isSame(hand(0.3f, 21), SIZE, SIZE)).isFalse();
    }

    @Test
    void pointsWithinAFifthOfThePalmAreNear() {
        float palm = palm();

        assertThat(hand(0, 21).isSame(hand(0.19f * palm, 21), SIZE, SIZE)).isTrue();
        assertThat(hand(0, 21).isSame(hand(0.21f * palm, 21), SIZE, SIZE)).isFalse();
    }

    @Test
    void tenNearPointsAreEnoughAndNineAreNot() {
        float[] ten = points(0.4f * palm(), 21);
        float[] nine = ten.clone();
        System.arraycopy(points(0, 21), 0, ten, 0, 10 * 3);
        System.arraycopy(points(0, 21), 0, nine, 0, 9 * 3);

        assertThat(hand(0, 21).isSame(new Hand(true, ten), SIZE, SIZE)).isTrue();
        assertThat(hand(0, 21).isSame(new Hand(true, nine), SIZE, SIZE)).isFalse();
    }

    /** A far outstretched finger makes a large box, of which the other hand covers little. */
    @Test
    void handsWhoseBoxesHardlyOverlapAreNotTheSame() {
        float[] stretched = points(0, 21);
        stretched[20 * 3] = 5;
        stretched[20 * 3 + 1] = 5;

        assertThat(hand(0, 21).isSame(new Hand(true, stretched), SIZE, SIZE)).isFalse();
    }

    @Test
    void distancesAreMeasuredInPixels() {
        // In a picture 100 times as high as wide, a small vertical fraction is a long way.
        float[] lower = points(0, 21);
        for (int i = 1; i < lower.length; i += 3) {
            lower[i] += 0.19f * palm();
        }

        assertThat(hand(0, 21).isSame(new Hand(true, lower), SIZE, SIZE)).isTrue();
        assertThat(hand(0, 21).isSame(new Hand(true, lower), 1, SIZE)).isFalse();
    }

    @Test
    void partDependsOnTheSideAndAllPointsAreCopied() {
        float[] target = new float[200];
        new Hand(false, points(0, 21)).copyTo(target, 100);

        assertThat(new Hand(true, points(0, 21)).part()).isEqualTo(LandmarkPart.RIGHT_HAND);
        assertThat(new Hand(false, points(0, 21)).part()).isEqualTo(LandmarkPart.LEFT_HAND);
        assertThat(target[100 + 63 - 1]).isEqualTo(21);
        assertThat(target[99]).isZero();
        assertThat(target[163]).isZero();
    }

    /**
     * The wrist is the origin of the hand's own axes, the knuckles are 40 pixels above it, and fingertips do not count.
     */
    @Test
    void nextRegionIsAroundThePalmWithFingersUp() {
        Region upright = upright(0).nextRegion(400, 200);

        // The palm is 30 wide and 50 high, from x 190 to 220 and y 70 to 120; the region is moved up by a tenth.
        assertRegion(upright, 205, 95 - 5, 100, 0);
    }

    @Test
    void nextRegionTurnsWithTheHand() {
        Region turned = upright(Math.PI / 2).nextRegion(400, 200);

        // Up has become right, around the wrist at (200, 120).
        assertRegion(turned, 200 + 30, 120 + 5, 100, Math.PI / 2);
    }

    private static void assertRegion(Region region, float x, float y, float side, double angle) {
        assertThat(new float[] {region.x(), region.y(), region.width(), region.height(), region.angle()})
                .containsExactly(new float[] {x, y, side, side, (float) angle}, within(1e-3f));
    }

    /** Returns a hand in a picture of 400×200, turned around its wrist at (200, 120). */
    private static Hand upright(double angle) {
        float[] points = new float[21 * 3];
        for (int point = 0; point < 21; point++) {
            place(points, point, 0, -300, angle); // fingertips and the joints before them, far away
        }
        place(points, 0, 0, 0, angle);
        place(points, 1, -10, -10, angle);
        place(points, 2, -10, -20, angle);
        place(points, 3, -10, -30, angle);
        place(points, 5, -5, -40, angle);
        place(points, 6, -5, -50, angle);
        place(points, 9, 0, -40, angle);
        place(points, 10, 0, -50, angle);
        place(points, 13, 5, -40, angle);
        place(points, 14, 5, -50, angle);
        place(points, 17, 20, -35, angle);
        place(points, 18, 20, -45, angle);
        return new Hand(true, points);
    }

    private static void place(float[] points, int point, double right, double down, double angle) {
        points[point * 3] = (float) (200 + right * Math.cos(angle) - down * Math.sin(angle)) / 400;
        points[point * 3 + 1] = (float) (120 + right * Math.sin(angle) + down * Math.cos(angle)) / 200;
    }

    /** Returns the greatest distance between the points 0, 5 and 17. */
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
