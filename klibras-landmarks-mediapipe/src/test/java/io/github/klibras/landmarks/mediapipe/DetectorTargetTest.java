package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.landmarks.mediapipe.Detector.Target;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The regions to examine in a picture of 400×200, padded with 100 black lines above and below. */
class DetectorTargetTest {

    private static final Region SQUARE = Region.squareAround(400, 200);

    @Test
    void bodyRegionIsCenteredOnTheHipsAndReachesTheFarPoint() {
        // The hips in the middle of the picture, the far point 100 pixels above them.
        Region region = Target.POSE.region(found(0.5f, 0.5f, 0.5f, 0.25f), SQUARE);

        assertRegion(region, 200, 100, 250, 250, 0);
    }

    @Test
    void regionOfLyingBodyIsTurnedUpright() {
        Region region = Target.POSE.region(found(0.5f, 0.5f, 0.75f, 0.5f), SQUARE);

        assertRegion(region, 200, 100, 250, 250, Math.PI / 2);
    }

    @Test
    void faceRegionKeepsTheProportionsOfTheBox() {
        // The box is 40 wide and 80 high; the eyes are level.
        Region region = Target.FACE.region(found(0.45f, 0.5f, 0.55f, 0.5f), SQUARE);

        assertRegion(region, 200, 100, 60, 120, 0);
    }

    @Test
    void regionOfTiltedFaceIsTurnedUpright() {
        Region region = Target.FACE.region(found(0.5f, 0.4f, 0.5f, 0.6f), SQUARE);

        assertThat(region.angle()).isCloseTo((float) (Math.PI / 2), within(1e-5f));
    }

    /** MediaPipe turns an upright palm by 90 radians less a quarter turn, and its net expects that. */
    @Test
    void handRegionIsTurnedByMediaPipesRadians() {
        Region region = Target.PALM.region(found(0.5f, 0.6f, 0.1f, 0.1f, 0.5f, 0.4f), SQUARE);

        double angle = 90 - Math.PI / 2 - 28 * Math.PI;
        float shift = 80 * 0.5f;
        assertRegion(region, 200 + shift * Math.sin(angle), 100 - shift * Math.cos(angle), 2.6 * 80, 2.6 * 80, angle);
    }

    /** Returns a box of 0.1×0.2 in the middle. */
    private static Detection found(float... points) {
        return new Detection(0.9f, 0.45f, 0.4f, 0.55f, 0.6f, points);
    }

    private static void assertRegion(Region region, double x, double y, double width, double height, double angle) {
        assertThat(new float[] {region.x(), region.y(), region.width(), region.height(), region.angle()})
                .containsExactly(
                        new float[] {(float) x, (float) y, (float) width, (float) height, (float) angle},
                        within(1e-3f));
    }
}
