package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.landmark.LandmarkLayout;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** A face in a picture of 400×200; its points are preceded by one unrelated value. */
class FaceLandmarksTest {

    private static final int ONE_EYE = 33;
    private static final int OTHER_EYE = 263;

    @Test
    void nextRegionIsASquareHalfAsLargeAgainAsTheFace() {
        float[] points = face();
        place(points, 10, 0.5f, 0.2f);
        place(points, 152, 0.5f, 0.8f);
        place(points, ONE_EYE, 0.45f, 0.4f);
        place(points, OTHER_EYE, 0.55f, 0.4f);

        // The box is 40 pixels wide and 120 high.
        assertRegion(FaceLandmarks.nextRegion(points, 1, 400, 200), 200, 100, 180, 0);
    }

    @Test
    void nextRegionTurnsWithTheEyes() {
        float[] points = face();
        place(points, ONE_EYE, 0.45f, 0.4f);
        place(points, OTHER_EYE, 0.55f, 0.6f);

        // The eyes are 40 pixels apart in each direction.
        assertRegion(FaceLandmarks.nextRegion(points, 1, 400, 200), 200, 100, 60, Math.PI / 4);
    }

    private static void assertRegion(Region region, float x, float y, float side, double angle) {
        assertThat(new float[] {region.x(), region.y(), region.width(), region.height(), region.angle()})
                .containsExactly(new float[] {x, y, side, side, (float) angle}, within(1e-3f));
    }

    /** Returns a face with all points in the middle. */
    private static float[] face() {
        float[] points = new float[1 + LandmarkLayout.FACE_POINTS * 3];
        Arrays.fill(points, 0.5f);
        points[0] = 9;
        return points;
    }

    private static void place(float[] points, int point, float x, float y) {
        points[1 + point * 3] = x;
        points[1 + point * 3 + 1] = y;
    }
}
