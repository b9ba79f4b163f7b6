package io.github.klibras.landmarks.mediapipe;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SuppressionTest {

    private static final float LEAST = 0.3f;

    @Test
    void overlappingBoxesMergeIntoTheirWeightedMeanWithTheBestScore() {
        Detection best = new Detection(0.9f, 0, 0, 1, 1, new float[] {0.2f, 0.4f});
        Detection other = new Detection(0.6f, 0.1f, 0.1f, 1.1f, 1.1f, new float[] {0.3f, 0.5f});

        List<Detection> merged = Suppression.merge(List.of(other, best), LEAST);

        assertThat(merged).hasSize(1);
        Detection mean = merged.get(0);
        assertThat(mean.score()).isEqualTo(0.9f);
        assertThat(mean.x()).isCloseTo(0.54f, within(1e-6f));
        assertThat(mean.y()).isCloseTo(0.54f, within(1e-6f));
        assertThat(mean.width()).isCloseTo(1, within(1e-6f));
        assertThat(mean.pointX(0)).isCloseTo(0.24f, within(1e-6f));
        assertThat(mean.pointY(0)).isCloseTo(0.44f, within(1e-6f));
    }

    @Test
    void separateBoxesAreKeptBestFirst() {
        Detection weak = box(0.5f, 0);
        Detection strong = box(0.8f, 2);

        assertThat(Suppression.merge(List.of(weak, strong), LEAST))
                .extracting(Detection::x)
                .containsExactly(2.5f, 0.5f);
    }

    /** The second box overlaps the first, the third only the second. */
    @Test
    void onlyOverlapWithTheBestBoxCounts() {
        List<Detection> merged = Suppression.merge(List.of(box(0.9f, 0), box(0.8f, 0.5f), box(0.7f, 1)), LEAST);

        assertThat(merged).extracting(Detection::score).containsExactly(0.9f, 0.7f);
        assertThat(merged.get(1).x()).isEqualTo(1.5f);
    }

    @Test
    void overlapEqualToTheLimitIsNotEnough() {
        Detection half = new Detection(0.8f, 0, 0, 1, 0.5f, new float[0]);

        assertThat(half.overlap(box(0.9f, 0))).isEqualTo(0.5f);
        assertThat(Suppression.merge(List.of(box(0.9f, 0), half), 0.5f)).hasSize(2);
        assertThat(Suppression.merge(List.of(box(0.9f, 0), half), 0.49f)).hasSize(1);
    }

    @Test
    void boxesThatOnlyTouchDoNotOverlap() {
        assertThat(box(1, 0).overlap(box(1, 1))).isZero();
    }

    /** Such boxes come from nets that were not made for the picture; MediaPipe stops there as well. */
    @Test
    void boxWithoutAreaEndsTheMerge() {
        Detection flat = new Detection(0.9f, 0.5f, 0.5f, 0.5f, 0.5f, new float[0]);
        Detection inverted = new Detection(0.8f, 1, 1, 0, 0, new float[0]);

        assertThat(Suppression.merge(List.of(flat, inverted), LEAST)).containsExactly(flat);
    }

    @Test
    void emptyListStaysEmpty() {
        assertThat(Suppression.merge(List.of(), LEAST)).isEmpty();
    }

    private static Detection box(float score, float left) {
        return new Detection(score, left, 0, left + 1, 1, new float[0]);
    }
}
