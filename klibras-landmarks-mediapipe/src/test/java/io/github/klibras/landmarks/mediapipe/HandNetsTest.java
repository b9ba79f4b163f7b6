package io.github.klibras.landmarks.mediapipe;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class HandNetsTest {

    private static final Region FOLLOWED = square(100, 1);

    @Test
    void detectionThatOverlapsAFollowedHandIsThatHand() {
        // Each has 100×100 pixels, and they share 60 columns: 60 of 140.
        Region same = square(140, 2);

        assertThat(HandNets.join(List.of(FOLLOWED), List.of(same), 0.42f)).containsExactly(FOLLOWED);
        assertThat(HandNets.join(List.of(FOLLOWED), List.of(same), 0.43f)).containsExactly(FOLLOWED, same);
    }

    @Test
    void followedHandsComeFirstAndAtMostTwoAreReturned() {
        Region second = square(300, 2);
        Region third = square(500, 3);

        assertThat(HandNets.join(List.of(FOLLOWED), List.of(second, third), 0.5f))
                .containsExactly(FOLLOWED, second);
        assertThat(HandNets.join(List.of(), List.of(second, third), 0.5f)).containsExactly(second, third);
    }

    @Test
    void overlappingDetectionsAreOneHand() {
        Region better = square(300, 1);
        Region worse = square(310, 2);

        assertThat(HandNets.join(List.of(), List.of(better, worse), 0.5f)).containsExactly(better);
    }

    /** Returns a square region; regions are compared as if upright, whatever their angle. */
    private static Region square(float x, float angle) {
        return new Region(x, 100, 100, 100, angle);
    }
}
