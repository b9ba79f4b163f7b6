package io.github.klibras.landmarks.mediapipe;

import org.junit.jupiter.api.Test;

import java.nio.FloatBuffer;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class HeatMapTest {

    private static final int SIDE = 16;
    private static final int POINTS = 2;
    private static final float SURE = 20;
    private static final float NEVER = -40;

    private final float[] logits = new float[SIDE * SIDE * POINTS];
    private final HeatMap map = new HeatMap(FloatBuffer.wrap(logits), SIDE, POINTS);

    HeatMapTest() {
        Arrays.fill(logits, NEVER);
    }

    @Test
    void pointMovesToTheWeightedMeanOfNearbyCells() {
        show(0, 5, 8, SURE);
        show(0, 6, 8, SURE);

        assertThat(refined(0, 7, 7)).containsExactly(new float[] {5.5f / SIDE, 8f / SIDE}, within(1e-6f));
    }

    @Test
    void weightsAreProbabilities() {
        show(0, 8, 8, SURE);
        show(0, 10, 8, 0); // half as likely

        assertThat(refined(0, 8, 8)[0]).isCloseTo((8 + 10 * 0.5f) / 1.5f / SIDE, within(1e-5f));
    }

    @Test
    void cellsMoreThanThreeAwayAreIgnored() {
        show(0, 8, 8, SURE);
        show(0, 12, 8, SURE);
        show(0, 11, 8, SURE);

        assertThat(refined(0, 8, 8)[0]).isCloseTo(9.5f / SIDE, within(1e-6f));
    }

    @Test
    void pointStaysWhenTheMapIsUncertain() {
        show(0, 5, 8, -0.1f);

        assertThat(refined(0, 7, 7)).containsExactly(7f / SIDE, 7f / SIDE);
    }

    @Test
    void pointOutsideTheMapStays() {
        show(0, 0, 0, SURE);

        assertThat(refined(0, -1, 0)).containsExactly(-1f / SIDE, 0f);
        assertThat(refined(0, 0, SIDE)).containsExactly(0f, 1f);
    }

    @Test
    void neighborhoodIsClippedAtTheEdge() {
        show(0, 0, 0, SURE);

        assertThat(refined(0, 2, 1)).containsExactly(new float[] {0, 0}, within(1e-6f));
    }

    @Test
    void eachPointHasItsOwnMap() {
        show(1, 5, 8, SURE);

        assertThat(refined(0, 7, 7)).containsExactly(7f / SIDE, 7f / SIDE);
        assertThat(refined(1, 7, 7)[0]).isCloseTo(5f / SIDE, within(1e-6f));
    }

    private void show(int point, int x, int y, float logit) {
        logits[(y * SIDE + x) * POINTS + point] = logit;
    }

    private float[] refined(int point, float x, float y) {
        float[] place = {x / SIDE, y / SIDE};
        map.refine(point, place);
        return place;
    }
}
