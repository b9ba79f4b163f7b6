package io.github.klibras.landmarks.mediapipe;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class VisibilityFilterTest {

    private final VisibilityFilter filter = new VisibilityFilter(2);

    @Test
    void newVisibilityCountsOneTenth() {
        float[] first = values(0.5f, 1);
        float[] second = values(1, 0);
        float[] third = values(1, 0);

        filter.apply(first, 1);
        filter.apply(second, 1);
        filter.apply(third, 1);

        assertThat(first).isEqualTo(values(0.5f, 1));
        assertThat(second).containsExactly(values(0.55f, 0.9f), within(1e-6f));
        assertThat(third).containsExactly(values(0.595f, 0.81f), within(1e-6f));
    }

    @Test
    void nothingIsLeftAfterReset() {
        filter.apply(values(0, 0), 1);
        filter.reset();
        float[] next = values(1, 0.5f);
        filter.apply(next, 1);

        assertThat(next).isEqualTo(values(1, 0.5f));
    }

    /** Returns two points, preceded by an unrelated value. */
    private static float[] values(float one, float other) {
        return new float[] {9, 1, 2, 3, one, 4, 5, 6, other};
    }
}
