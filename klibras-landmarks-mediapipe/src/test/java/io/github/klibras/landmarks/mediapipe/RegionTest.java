package io.github.klibras.landmarks.mediapipe;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RegionTest {

    @Test
    void pictureIsCenteredInTheSquareAroundIt() {
        Region square = Region.squareAround(480, 270);

        assertThat(square).isEqualTo(new Region(240, 135, 480, 480, 0));
        assertThat(square.pictureX(0, 0)).isEqualTo(0);
        assertThat(square.pictureY(0, 0)).isEqualTo(-105);
        assertThat(square.pictureY(1, 1)).isEqualTo(375);
    }

    @Test
    void regionsAreTurnedClockwise() {
        Region region = new Region(100, 50, 20, 40, (float) (Math.PI / 2));

        // The region's upper left corner is the upper right one in the picture.
        assertThat(region.pictureX(0, 0)).isCloseTo(120, within(1e-4f));
        assertThat(region.pictureY(0, 0)).isCloseTo(40, within(1e-4f));
        assertThat(region.pictureX(0.5f, 0.5f)).isEqualTo(100);
        assertThat(region.pictureX(1, 1)).isCloseTo(80, within(1e-4f));
        assertThat(region.pictureY(1, 1)).isCloseTo(60, within(1e-4f));
    }

    @Test
    void shiftsFollowTheRegionsOwnAxes() {
        Region region = new Region(100, 50, 20, 40, (float) (Math.PI / 2)).shifted(0, -0.5f);

        assertThat(region.x()).isCloseTo(120, within(1e-4f));
        assertThat(region.y()).isCloseTo(50, within(1e-4f));
        assertThat(region.squared().scaled(2.6f).width()).isEqualTo(104);
        assertThat(region.squared().scaled(2.6f).height()).isEqualTo(104);
    }

    @Test
    void anglesAreNormalizedToOneTurn() {
        assertThat(Region.normalized(3 * Math.PI / 2)).isCloseTo((float) (-Math.PI / 2), within(1e-6f));
        assertThat(Region.normalized(-Math.PI)).isCloseTo((float) -Math.PI, within(1e-6f));
        assertThat(Region.normalized(Math.PI)).isCloseTo((float) -Math.PI, within(1e-6f));
        assertThat(Region.normalized(90)).isCloseTo((float) (90 - 28 * Math.PI), within(1e-5f));
    }

    @Test
    void reachingSquareHasThePointInTheMiddleOfItsUpperSide() {
        Region up = Region.reaching(100, 50, 0, -30);
        Region right = Region.reaching(100, 50, 30, 40);

        assertThat(up).isEqualTo(new Region(100, 50, 60, 60, 0));
        assertThat(right.width()).isEqualTo(100);
        assertThat(right.pictureX(0.5f, 0)).isCloseTo(130, within(1e-4f));
        assertThat(right.pictureY(0.5f, 0)).isCloseTo(90, within(1e-4f));
    }

    @Test
    void overlapIsIntersectionOverUnionIgnoringAngles() {
        Region region = new Region(100, 50, 40, 20, 1);

        assertThat(region.overlap(new Region(100, 50, 40, 20, 2))).isEqualTo(1);
        assertThat(region.overlap(new Region(120, 50, 40, 20, 0))).isCloseTo(1 / 3f, within(1e-6f));
        assertThat(region.overlap(new Region(110, 60, 40, 20, 0))).isCloseTo(300 / 1300f, within(1e-6f));
        assertThat(region.overlap(new Region(140, 50, 40, 20, 0))).isZero();
        assertThat(region.overlap(new Region(100, 90, 40, 20, 0))).isZero();
    }
}
