package io.github.klibras.landmarks.mediapipe;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AnchorsTest {

    @Test
    void anchorCountsMatchTheDetectorsBoxes() {
        assertThat(Anchors.of(224, 8, 16, 32, 32, 32).size()).isEqualTo(2254);
        assertThat(Anchors.of(192, 8, 16, 16, 16).size()).isEqualTo(2016);
        assertThat(Anchors.of(128, 8, 16, 16, 16).size()).isEqualTo(896);
    }

    @Test
    void cellsAreInRowOrderWithTwoAnchorsPerLayer() {
        Anchors anchors = Anchors.of(192, 8, 16, 16, 16);

        assertAt(anchors, 0, 0.5 / 24, 0.5 / 24);
        assertAt(anchors, 1, 0.5 / 24, 0.5 / 24);
        assertAt(anchors, 2, 1.5 / 24, 0.5 / 24);
        assertAt(anchors, 2 * 24, 0.5 / 24, 1.5 / 24);
        assertAt(anchors, 2 * 24 * 24 - 1, 23.5 / 24, 23.5 / 24);
        // Three layers of one grid: six anchors in each of its cells.
        assertAt(anchors, 1152, 0.5 / 12, 0.5 / 12);
        assertAt(anchors, 1157, 0.5 / 12, 0.5 / 12);
        assertAt(anchors, 1158, 1.5 / 12, 0.5 / 12);
        assertAt(anchors, 2015, 11.5 / 12, 11.5 / 12);
    }

    @Test
    void gridThatDoesNotDivideTheInputHasPartialCells() {
        assertThat(Anchors.of(100, 32).size()).isEqualTo(2 * 4 * 4);
    }

    private static void assertAt(Anchors anchors, int anchor, double x, double y) {
        assertThat(anchors.x(anchor)).as("x of %d", anchor).isCloseTo((float) x, within(1e-6f));
        assertThat(anchors.y(anchor)).as("y of %d", anchor).isCloseTo((float) y, within(1e-6f));
    }
}
