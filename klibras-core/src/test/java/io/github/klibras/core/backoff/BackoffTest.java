package io.github.klibras.core.backoff;

import io.github.klibras.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BackoffTest {

    @Test
    void defaultDelaysGrowByHalfFromATenthOfASecondToTwoSeconds() {
        Backoff backoff = ExponentialBackoff.defaults();

        assertThat(IntStream.rangeClosed(1, 10).mapToObj(backoff::delay).map(Duration::toNanos))
                .containsExactly(
                        100_000_000L,
                        150_000_000L,
                        225_000_000L,
                        337_500_000L,
                        506_250_000L,
                        759_375_000L,
                        1_139_062_500L,
                        1_708_593_750L,
                        2_000_000_000L,
                        2_000_000_000L);
    }

    @Test
    void lateAttemptsAndLongDelaysDoNotOverflow() {
        Duration forever = Duration.ofSeconds(Long.MAX_VALUE);

        assertThat(ExponentialBackoff.defaults().delay(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(2));
        assertThat(new ExponentialBackoff(Duration.ofNanos(1), 1e300, forever).delay(Integer.MAX_VALUE))
                .isEqualTo(forever);
        assertThat(new ExponentialBackoff(Duration.ofDays(1), 2, Duration.ofDays(100_000)).delay(20))
                .isEqualTo(Duration.ofDays(100_000));
    }

    @Test
    void attemptsCountFromOne() {
        assertThatThrownBy(() -> ExponentialBackoff.defaults().delay(0)).isInstanceOf(InvalidInputException.class);
    }

    @ParameterizedTest
    @EnumSource(Jitter.class)
    void jitterStaysWithinItsBounds(Jitter jitter) {
        Duration whole = Duration.ofSeconds(2);
        Backoff backoff = Backoff.fixed(whole).withJitter(jitter, new Random(3));
        Duration least = jitter == Jitter.NONE ? whole : jitter == Jitter.EQUAL ? whole.dividedBy(2) : Duration.ZERO;

        List<Duration> delays =
                IntStream.rangeClosed(1, 1000).mapToObj(backoff::delay).toList();

        assertThat(delays).allMatch(delay -> delay.compareTo(least) >= 0 && delay.compareTo(whole) <= 0);
        assertThat(delays.stream().distinct().count()).isGreaterThan(jitter == Jitter.NONE ? 0 : 900);
    }

    @Test
    void equalSeedsGiveEqualDelays() {
        Backoff one = ExponentialBackoff.defaults().withJitter(Jitter.FULL, new Random(5));
        Backoff other = ExponentialBackoff.defaults().withJitter(Jitter.FULL, new Random(5));

        for (int attempt = 1; attempt < 20; attempt++) {
            assertThat(one.delay(attempt)).isEqualTo(other.delay(attempt));
        }
    }

    @Test
    void jitterAcceptsTheSmallestDelays() {
        assertThat(Backoff.fixed(Duration.ZERO)
                        .withJitter(Jitter.FULL, new Random())
                        .delay(1))
                .isZero();
        assertThat(Backoff.fixed(Duration.ofNanos(1))
                        .withJitter(Jitter.EQUAL, new Random())
                        .delay(1))
                .isEqualTo(Duration.ofNanos(1));
    }

    @ParameterizedTest
    @EnumSource(Jitter.class)
    void delayMayBeCenturies(Jitter jitter) {
        Duration centuries = Duration.ofDays(200_000);

        assertThat(Backoff.fixed(centuries).withJitter(jitter, new Random(3)).delay(1))
                .isBetween(Duration.ZERO, centuries);
    }

    @Test
    void invalidSettingsAreRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new ExponentialBackoff(Duration.ZERO, 2, second))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new ExponentialBackoff(second, 0.5, second)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new ExponentialBackoff(second, Double.NaN, second))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new ExponentialBackoff(second, 2, Duration.ofMillis(999)))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Backoff.fixed(Duration.ofMillis(-1))).isInstanceOf(InvalidInputException.class);
    }
}
