package io.github.klibras.testkit.leaderboard;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.StoreException;
import io.github.klibras.core.leaderboard.Audience;
import io.github.klibras.core.leaderboard.CachedRanks;
import io.github.klibras.core.leaderboard.LeaderboardStore;
import io.github.klibras.core.leaderboard.PointsCount;
import io.github.klibras.core.leaderboard.RankEstimate;
import io.github.klibras.core.leaderboard.TiePolicy;
import io.github.klibras.testkit.Race;
import io.github.klibras.testkit.VirtualTime;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CachedRanksTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final VirtualTime time = new VirtualTime(Instant.EPOCH);
    private final AtomicInteger counted = new AtomicInteger();
    private Supplier<List<PointsCount>> histogram =
            () -> List.of(new PointsCount(30, 1), new PointsCount(20, 3), new PointsCount(0, 6));

    private final LeaderboardStore store = (LeaderboardStore) Proxy.newProxyInstance(
            LeaderboardStore.class.getClassLoader(), new Class<?>[] {LeaderboardStore.class}, (proxy, method, args) -> {
                counted.incrementAndGet();
                return histogram.get();
            });

    private CachedRanks ranks(TiePolicy ties) {
        return new CachedRanks(store, Audience.LEARNERS, ties, MINUTE, time);
    }

    @Test
    void equalPointsShareARank() {
        CachedRanks competition = ranks(TiePolicy.COMPETITION);
        CachedRanks dense = ranks(TiePolicy.DENSE);

        assertThat(List.of(31, 30, 25, 20, 1, 0))
                .extracting(points -> competition.of(points).rank())
                .containsExactly(1L, 1L, 2L, 2L, 5L, 5L);
        assertThat(List.of(31, 30, 25, 20, 1, 0))
                .extracting(points -> dense.of(points).rank())
                .containsExactly(1L, 1L, 2L, 2L, 3L, 3L);
        assertThat(competition.of(20)).isEqualTo(new RankEstimate(2, 10, 60.0, Duration.ZERO));
        assertThat(counted).hasValue(2);
    }

    @Test
    void whereNobodyIsEverybodyWouldBeFirst() {
        histogram = List::of;

        assertThat(ranks(TiePolicy.DENSE).of(5)).isEqualTo(new RankEstimate(1, 0, 0, Duration.ZERO));
    }

    @Test
    void theCountIsMadeAnewWhenItIsTooOld() {
        CachedRanks ranks = ranks(TiePolicy.COMPETITION);
        ranks.of(0);
        time.advance(MINUTE.minusNanos(1));
        assertThat(ranks.of(0).age()).isEqualTo(MINUTE.minusNanos(1));
        assertThat(counted).hasValue(1);

        time.advance(Duration.ofNanos(1));
        histogram = () -> List.of(new PointsCount(7, 2));

        assertThat(ranks.of(0)).isEqualTo(new RankEstimate(3, 2, 0, Duration.ZERO));
        assertThat(counted).hasValue(2);
    }

    @Test
    void whileOneCountsTheOthersGetTheOldCount() {
        CachedRanks ranks = ranks(TiePolicy.COMPETITION);
        ranks.of(0);
        time.advance(MINUTE);
        CountDownLatch others = new CountDownLatch(15);
        histogram = () -> {
            try {
                others.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        };

        List<RankEstimate> estimates = Race.run(16, i -> {
            RankEstimate estimate = ranks.of(0);
            others.countDown();
            return estimate;
        });

        assertThat(estimates).filteredOn(estimate -> estimate.learners() == 10).hasSizeGreaterThanOrEqualTo(15);
        assertThat(counted).hasValue(2);
    }

    @Test
    void manyFirstCallersShareOneCount() {
        CachedRanks ranks = ranks(TiePolicy.COMPETITION);

        Race.run(16, i -> ranks.of(i));

        assertThat(counted).hasValue(1);
    }

    @Test
    void aStoreThatFailsLeavesTheOldCountButIsNoExcuseForNone() {
        CachedRanks ranks = ranks(TiePolicy.COMPETITION);
        Supplier<List<PointsCount>> works = histogram;
        histogram = () -> {
            throw new StoreException("down, for a test");
        };
        assertThatThrownBy(() -> ranks.of(0)).isInstanceOf(StoreException.class);

        histogram = works;
        ranks.of(0);
        time.advance(MINUTE.multipliedBy(2));
        histogram = () -> {
            throw new StoreException("down, for a test");
        };

        assertThat(ranks.of(0)).isEqualTo(new RankEstimate(5, 10, 0, MINUTE.multipliedBy(2)));
    }

    @Test
    void whatItCanNotTellIsRefused() {
        assertThatThrownBy(() -> ranks(TiePolicy.ORDINAL)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new CachedRanks(store, Audience.LEARNERS, TiePolicy.DENSE, Duration.ZERO, time))
                .isInstanceOf(InvalidInputException.class);
    }
}
