package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.video.Picture;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** One point of a part 100 pixels in size, in a picture of 400×200. The expected values were computed in Python. */
class PointFilterTest {

    private static final float SIZE = 100;

    private final PointFilter filter = new PointFilter(1, 4);

    @Test
    void firstPictureIsUnchanged() {
        assertThat(filtered(40, 0.5f, 0.25f, -0.1f)).containsExactly(0.5f, 0.25f, -0.1f, 7);
    }

    @Test
    void smallMovementsAreSmoothedAndLargeOnesFollowed() {
        filtered(0, 0.5f, 0.5f, 0.5f);

        assertPoint(filtered(100, 0.501f, 0.501f, 0.501f), 0.5002640, 0.5001558);
        assertPoint(filtered(200, 0.501f, 0.501f, 0.501f), 0.5005600, 0.5003757);
        assertPoint(filtered(240, 0.6f, 0.6f, 0.6f), 0.5975862, 0.5952795);
    }

    /** If the first picture was at 0, MediaPipe does not know the rate yet and assumes 30 per second. */
    @Test
    void secondPictureHasTheDefaultRateIfTheFirstWasAtZero() {
        PointFilter later = new PointFilter(1, 4);
        filter.apply(picture(0), SIZE, point(0.5f), 0);
        later.apply(picture(40), SIZE, point(0.5f), 0);
        float[] afterZero = point(0.501f);
        float[] afterForty = point(0.501f);

        filter.apply(picture(140), SIZE, afterZero, 0);
        later.apply(picture(140), SIZE, afterForty, 0);

        assertThat(afterZero[0]).isCloseTo(0.5002640f, within(2e-6f));
        assertThat(afterForty[0]).isCloseTo(0.5004467f, within(2e-6f));
    }

    @Test
    void pictureThatIsNotLaterIsIgnored() {
        PointFilter other = new PointFilter(1, 4);
        filter.apply(picture(40), SIZE, point(0.5f), 0);
        other.apply(picture(40), SIZE, point(0.5f), 0);
        float[] again = point(0.9f);

        filter.apply(picture(40), SIZE, again, 0);

        float[] next = point(0.51f);
        float[] expected = point(0.51f);
        filter.apply(picture(80), SIZE, next, 0);
        other.apply(picture(80), SIZE, expected, 0);
        assertThat(again).isEqualTo(point(0.9f));
        assertThat(next).isEqualTo(expected);
    }

    @Test
    void nothingIsLeftAfterReset() {
        filtered(0, 0.5f, 0.5f, 0.5f);
        filter.reset();

        assertThat(filtered(40, 0.6f, 0.7f, 0.8f)).containsExactly(0.6f, 0.7f, 0.8f, 7);
    }

    @Test
    void pointsOfAPartWithoutSizeAreUnchanged() {
        filter.apply(picture(40), 0, point(0.5f), 0);
        float[] values = point(0.6f);
        filter.apply(picture(80), 0, values, 0);

        assertThat(values).isEqualTo(point(0.6f));
    }

    private static void assertPoint(float[] values, double across, double down) {
        assertThat(values[0]).isCloseTo((float) across, within(2e-6f));
        assertThat(values[1]).isCloseTo((float) down, within(2e-6f));
        assertThat(values[2]).isCloseTo((float) across, within(2e-6f)); // depth is in units of the width
        assertThat(values[3]).isEqualTo(7);
    }

    private float[] filtered(long milliseconds, float x, float y, float z) {
        float[] values = {x, y, z, 7};
        filter.apply(picture(milliseconds), SIZE, values, 0);
        return values;
    }

    private static float[] point(float x) {
        return new float[] {x, 0, 0, 7};
    }

    private static Picture picture(long milliseconds) {
        return Picture.of(400, 200, new byte[400 * 200 * Picture.CHANNELS], Duration.ofMillis(milliseconds));
    }
}
