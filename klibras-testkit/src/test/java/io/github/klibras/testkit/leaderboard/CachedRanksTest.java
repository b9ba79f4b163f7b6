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
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

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

    private final Queue<Runnable> background = new ArrayDeque<>();

    /** Returns ranks that are refreshed when the test runs {@link #background}. */
    private CachedRanks ranks(TiePolicy ties) {
        return ranks(ties, background::add);
    }

    private CachedRanks ranks(TiePolicy ties, Executor executor) {
        return CachedRanks.builder(store, executor)
                .audience(Audience.LEARNERS)
                .ties(ties)
                .refreshAfter(MINUTE)
                .ticker(time)
                .build();
    }

    @Test
    void equalPointsShareARank() {
        CachedRanks competition = ranks(TiePolicy.COMPETITION);
        CachedRanks dense = ranks(TiePolicy.DENSE);

        assertThat(List.of(31, 30, 25, 20, 1, 0))
                .extracting(points -> competition.estimate(points).rank())
                .containsExactly(1L, 1L, 2L, 2L, 5L, 5L);
        assertThat(List.of(31, 30, 25, 20, 1, 0))
                .extracting(points -> dense.estimate(points).rank())
                .containsExactly(1L, 1L, 2L, 2L, 3L, 3L);
        assertThat(competition.estimate(20)).isEqualTo(new RankEstimate(2, 10, 100.0 * 6 / 9, Duration.ZERO));
        assertThat(counted).hasValue(2);
    }

    @Test
    void negativeAndExtremePointsHaveARank() {
        histogram = () -> List.of(
                new PointsCount(Integer.MAX_VALUE, 1), new PointsCount(-3, 2), new PointsCount(Integer.MIN_VALUE, 1));
        CachedRanks ranks = ranks(TiePolicy.COMPETITION);

        assertThat(List.of(Integer.MAX_VALUE, 0, -3, -4, Integer.MIN_VALUE))
                .extracting(points -> ranks.estimate(points).rank())
                .containsExactly(1L, 2L, 2L, 4L, 4L);
        assertThat(ranks.estimate(Integer.MIN_VALUE).percentile()).isZero();
        assertThat(ranks.estimate(Integer.MAX_VALUE).percentile()).isEqualTo(100);
    }

    @Test
    void anyPointsAreFirstOnAnEmptyLeaderboard() {
        histogram = List::of;

        assertThat(ranks(TiePolicy.DENSE).estimate(5)).isEqualTo(new RankEstimate(1, 0, 100, Duration.ZERO));
    }

    @Test
    void pointsThatWereNotCountedAreComparedWithAllLearners() {
        CachedRanks ranks = ranks(TiePolicy.COMPETITION);

        assertThat(ranks.estimate(25).percentile()).isEqualTo(90);
        assertThat(ranks.estimate(31).percentile()).isEqualTo(100);
        assertThat(ranks.estimate(-1).percentile()).isZero();
    }

    @Test
    void staleCountIsUsedUntilTheExecutorHasMadeANewOne() {
        CachedRanks ranks = ranks(TiePolicy.COMPETITION);
        ranks.estimate(0);
        time.advance(MINUTE.minusNanos(1));
        assertThat(ranks.estimate(0).age()).isEqualTo(MINUTE.minusNanos(1));
        assertThat(background).isEmpty();

        time.advance(Duration.ofNanos(1));
        histogram = () -> List.of(new PointsCount(7, 2));

        assertThat(ranks.estimate(0)).isEqualTo(new RankEstimate(5, 10, 0, MINUTE));
        assertThat(ranks.estimate(0).learners()).isEqualTo(10);
        assertThat(background).as("one count for all callers").hasSize(1);
        assertThat(counted).hasValue(1);
        background.remove().run();
        assertThat(ranks.estimate(0)).isEqualTo(new RankEstimate(3, 2, 0, Duration.ZERO));
        assertThat(background).isEmpty();
    }

    @Test
    void callerGetsTheNewCountFromADirectExecutor() {
        CachedRanks ranks = ranks(TiePolicy.COMPETITION, Runnable::run);
        ranks.estimate(0);
        time.advance(MINUTE);
        histogram = () -> List.of(new PointsCount(7, 2));

        assertThat(ranks.estimate(0)).isEqualTo(new RankEstimate(3, 2, 0, Duration.ZERO));
    }

    @Test
    void callersDoNotWaitForAnUnresponsiveStore() throws InterruptedException {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        CountDownLatch answer = new CountDownLatch(1);
        try {
            CachedRanks ranks = ranks(TiePolicy.COMPETITION, executor);
            ranks.warmUp();
            time.advance(MINUTE);
            histogram = () -> {
                await(answer);
                return List.of();
            };

            List<RankEstimate> estimates = Race.run(16, i -> ranks.estimate(0));

            assertThat(estimates).allMatch(estimate -> estimate.learners() == 10);
            answer.countDown();
            executor.shutdown();
            assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            assertThat(ranks.estimate(0).learners()).isZero();
            assertThat(counted).hasValue(2);
        } finally {
            answer.countDown();
            executor.shutdownNow();
        }
    }

    @Test
    void manyFirstCallersShareOneCount() {
        CachedRanks ranks = ranks(TiePolicy.COMPETITION);

        Race.run(16, i -> ranks.estimate(i));

        assertThat(counted).hasValue(1);
    }

    @Test
    void firstCallersShareOneFailureAndTheNextCallerRetries() throws InterruptedException {
        Supplier<List<PointsCount>> works = histogram;
        for (Supplier<List<PointsCount>> failure : failures()) {
            CachedRanks ranks = ranks(TiePolicy.COMPETITION);
            CountDownLatch timeout = new CountDownLatch(1);
            counted.set(0);
            histogram = () -> {
                await(timeout);
                return failure.get();
            };
            Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
            List<Thread> callers = Stream.generate(
                            () -> new Thread(() -> thrown.add(catchThrowable(() -> ranks.estimate(0)))))
                    .limit(16)
                    .toList();

            callers.forEach(Thread::start);
            for (Thread caller : callers) {
                while (caller.getState() != Thread.State.WAITING && caller.isAlive()) {
                    Thread.onSpinWait();
                }
            }
            timeout.countDown();
            for (Thread caller : callers) {
                caller.join();
            }

            assertThat(counted).hasValue(1);
            assertThat(thrown).hasSize(16);
            assertThat(thrown.stream().filter(e -> !(e instanceof StoreException)))
                    .as("the counting caller gets what the store threw, the others a StoreException")
                    .hasSizeLessThanOrEqualTo(1);
            histogram = works;
            assertThat(ranks.estimate(0).learners()).isEqualTo(10);
        }
    }

    @Test
    void warmUpSparesTheFirstCallerTheCount() {
        CachedRanks ranks = ranks(TiePolicy.COMPETITION);

        ranks.warmUp();
        ranks.warmUp();
        ranks.estimate(0);

        assertThat(counted).hasValue(1);
    }

    @Test
    void failureOfTheFirstCountReachesTheCaller() {
        CachedRanks ranks = ranks(TiePolicy.COMPETITION);
        Supplier<List<PointsCount>> works = histogram;
        histogram = this::fail;
        assertThatThrownBy(() -> ranks.estimate(0)).isInstanceOf(StoreException.class);
        assertThatThrownBy(ranks::warmUp).isInstanceOf(StoreException.class);

        histogram = works;
        assertThat(ranks.estimate(0).learners()).isEqualTo(10);
    }

    @Test
    void failedRefreshKeepsTheOldCountAndIsRetriedByTheNextCall() {
        CachedRanks ranks = ranks(TiePolicy.COMPETITION);
        ranks.estimate(0);
        time.advance(MINUTE);
        for (Supplier<List<PointsCount>> failure : failures()) {
            histogram = failure;

            assertThat(ranks.estimate(0).learners()).isEqualTo(10);
            assertThat(background).hasSize(1);
            runIgnoringErrors(background.remove());
        }
        histogram = () -> List.of(new PointsCount(7, 2));
        assertThat(ranks.estimate(0).learners()).isEqualTo(10);
        background.remove().run();
        assertThat(ranks.estimate(0).learners()).isEqualTo(2);
    }

    @Test
    void refusingExecutorLeavesTheOldCountAndIsAskedAgainByTheNextCall() {
        AtomicInteger asked = new AtomicInteger();
        CachedRanks ranks = ranks(TiePolicy.COMPETITION, task -> {
            if (asked.incrementAndGet() == 1) {
                throw new RejectedExecutionException("full, for a test");
            }
            if (asked.get() == 2) {
                throw new OutOfMemoryError("no thread, for a test");
            }
            task.run();
        });
        ranks.estimate(0);
        time.advance(MINUTE);
        histogram = () -> List.of(new PointsCount(7, 2));

        assertThat(ranks.estimate(0).learners()).isEqualTo(10);
        assertThatThrownBy(() -> ranks.estimate(0)).isInstanceOf(OutOfMemoryError.class);
        assertThat(ranks.estimate(0).learners()).isEqualTo(2);
    }

    @Test
    void ordinalRanksAndZeroRefreshTimesAreRefused() {
        assertThatThrownBy(() -> ranks(TiePolicy.ORDINAL)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> CachedRanks.builder(store, Runnable::run)
                        .refreshAfter(Duration.ZERO)
                        .build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("refreshAfter");
    }

    private List<PointsCount> fail() {
        throw new StoreException("down, for a test");
    }

    private List<Supplier<List<PointsCount>>> failures() {
        return List.of(
                this::fail,
                () -> {
                    throw new IllegalStateException("a broken store, for a test");
                },
                () -> {
                    throw new AssertionError("an error, for a test");
                });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void runIgnoringErrors(Runnable task) {
        try {
            task.run();
        } catch (AssertionError e) {
            assertThat(e).hasMessage("an error, for a test");
        }
    }
}
