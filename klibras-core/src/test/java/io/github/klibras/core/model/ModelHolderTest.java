package io.github.klibras.core.model;

import io.github.klibras.core.backoff.Backoff;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelHolderTest {

    private static final class Model implements AutoCloseable {

        private final int number;
        private volatile boolean closed;

        Model(int number) {
            this.number = number;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final AtomicInteger loads = new AtomicInteger();
    private final AtomicLong now = new AtomicLong();
    private final ExecutorService pool = Executors.newCachedThreadPool();

    @AfterEach
    void shutDown() {
        pool.shutdownNow();
    }

    private Model load() {
        return new Model(loads.incrementAndGet());
    }

    @Test
    void modelIsLoadedOnFirstUse() {
        ModelHolder<Model> holder = ModelHolder.builder(this::load).build();

        assertThat(holder.state()).isEqualTo(ModelState.EMPTY);
        assertThat(loads).hasValue(0);
        assertThat(holder.<Integer>use(model -> model.number)).isEqualTo(1);
        assertThat(holder.state()).isEqualTo(ModelState.READY);
    }

    @Test
    void modelIsLoadedOnceAndShared() {
        ModelHolder<Model> holder = ModelHolder.builder(this::load).build();

        try (Lease<Model> one = holder.acquire();
                Lease<Model> other = holder.acquire()) {
            assertThat(one.model()).isSameAs(other.model());
        }
        assertThat(loads).hasValue(1);
    }

    @Test
    void concurrentFirstCallersShareOneLoad() throws Exception {
        CountDownLatch allowed = new CountDownLatch(1);
        ModelHolder<Model> holder = ModelHolder.builder(() -> {
                    allowed.await();
                    return load();
                })
                .executor(pool)
                .build();

        List<Future<Integer>> callers = IntStream.range(0, 32)
                .mapToObj(i -> pool.submit(() -> holder.<Integer>use(model -> model.number)))
                .toList();
        while (holder.state() != ModelState.LOADING) {
            Thread.onSpinWait();
        }
        allowed.countDown();

        for (Future<Integer> caller : callers) {
            assertThat(caller.get(10, TimeUnit.SECONDS)).isEqualTo(1);
        }
        assertThat(loads).hasValue(1);
    }

    @Test
    void waitTimesOutButTheLoadedModelServesTheNextCaller() {
        CompletableFuture<Model> file = new CompletableFuture<>();
        ModelHolder<Model> holder = ModelHolder.builder(file::join)
                .executor(pool)
                .waitTimeout(Duration.ofMillis(1))
                .build();

        assertThatThrownBy(holder::acquire)
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("PT0.001S");

        file.complete(new Model(7));
        while (holder.state() != ModelState.READY) {
            Thread.onSpinWait();
        }
        assertThat(holder.<Integer>use(model -> model.number)).isEqualTo(7);
    }

    @Test
    void failureIsRememberedOnlyForItsCoolDown() {
        AtomicInteger attempts = new AtomicInteger();
        ModelHolder<Model> holder = ModelHolder.builder(() -> {
                    if (attempts.incrementAndGet() <= 2) {
                        throw new java.io.IOException("disk gone");
                    }
                    return load();
                })
                .coolDown(attempt -> Duration.ofSeconds(attempt))
                .ticker(now::get)
                .build();

        assertUnavailable(holder);
        assertUnavailable(holder);
        assertThat(attempts).hasValue(1);
        assertThat(holder.state()).isEqualTo(ModelState.FAILED);
        assertThat(holder.lastFailure()).get().extracting(Throwable::getMessage).isEqualTo("disk gone");

        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertUnavailable(holder);
        assertThat(attempts).hasValue(2);

        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertUnavailable(holder);
        assertThat(attempts).as("the second cool-down is longer").hasValue(2);

        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(holder.<Integer>use(model -> model.number)).isEqualTo(1);
        assertThat(holder.lastFailure()).isEmpty();
    }

    private static void assertUnavailable(ModelHolder<Model> holder) {
        assertThatThrownBy(holder::acquire)
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("disk gone")
                .hasCauseInstanceOf(java.io.IOException.class);
    }

    @Test
    void modelThatFailsItsWarmUpIsClosedAndNotPublished() {
        Model cold = new Model(1);
        ModelHolder<Model> holder = ModelHolder.builder(() -> cold)
                .warmUp(model -> {
                    throw new IllegalStateException("golden vectors differ");
                })
                .build();

        assertThatThrownBy(holder::acquire).hasMessageContaining("golden vectors differ");
        assertThat(cold.closed).isTrue();
        assertThat(holder.state()).isEqualTo(ModelState.FAILED);
    }

    @Test
    void replacedModelIsClosedAfterItsLastUse() {
        ModelHolder<Model> holder = ModelHolder.builder(this::load).build();
        Lease<Model> one = holder.acquire();
        Lease<Model> other = holder.acquire();
        Model old = one.model();

        holder.reload();

        assertThat(holder.<Integer>use(model -> model.number)).isEqualTo(2);
        one.close();
        one.close();
        assertThat(old.closed).isFalse();
        other.close();
        assertThat(old.closed).isTrue();
    }

    @Test
    void unusedModelIsClosedWhenReplaced() {
        ModelHolder<Model> holder = ModelHolder.builder(this::load).build();
        Model old = holder.use(model -> model);

        holder.reload();

        assertThat(old.closed).isTrue();
    }

    @Test
    void failedReloadKeepsTheOldModel() {
        AtomicInteger attempts = new AtomicInteger();
        ModelHolder<Model> holder = ModelHolder.builder(() -> {
                    if (attempts.incrementAndGet() == 2) {
                        throw new IllegalStateException("corrupt file");
                    }
                    return load();
                })
                .coolDown(Backoff.fixed(Duration.ofDays(1)))
                .build();
        Model old = holder.use(model -> model);

        assertThatThrownBy(holder::reload)
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("corrupt file");

        assertThat(holder.state()).isEqualTo(ModelState.READY);
        assertThat(holder.<Model>use(model -> model)).isSameAs(old);
        assertThat(old.closed).isFalse();
        assertThat(holder.lastFailure()).isPresent();
        holder.reload();
        assertThat(holder.<Integer>use(model -> model.number)).isEqualTo(2);
        assertThat(old.closed).isTrue();
    }

    @Test
    void closedHolderRefusesLeasesAndClosesTheModelAfterItsLastUse() {
        ModelHolder<Model> holder = ModelHolder.builder(this::load).build();
        Lease<Model> lease = holder.acquire();
        Model model = lease.model();

        holder.close();

        assertThat(model.closed).isFalse();
        assertThatThrownBy(holder::acquire).isInstanceOf(ModelUnavailableException.class);
        assertThatThrownBy(holder::reload).isInstanceOf(ModelUnavailableException.class);
        assertThat(holder.state()).isEqualTo(ModelState.CLOSED);
        lease.close();
        assertThat(model.closed).isTrue();
        assertThatThrownBy(lease::model).isInstanceOf(IllegalStateException.class);
        holder.close();
    }

    @Test
    void modelLoadedAfterTheHolderWasClosedIsClosedToo() throws Exception {
        CompletableFuture<Model> file = new CompletableFuture<>();
        ModelHolder<Model> holder =
                ModelHolder.builder(file::join).executor(pool).build();
        Future<Lease<Model>> caller = pool.submit(holder::acquire);
        while (holder.state() != ModelState.LOADING) {
            Thread.onSpinWait();
        }

        holder.close();

        assertThatThrownBy(() -> caller.get(10, TimeUnit.SECONDS)).hasMessageContaining("closed");
        Model late = new Model(1);
        file.complete(late);
        pool.shutdown();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(late.closed).isTrue();
    }

    @Test
    void modelsStayOpenWhileInUseDuringReloads() throws Exception {
        ModelHolder<Model> holder = ModelHolder.builder(this::load).build();
        List<Future<Boolean>> users = IntStream.range(0, 4)
                .mapToObj(i -> pool.submit(() -> {
                    boolean alwaysOpen = true;
                    for (int n = 0; n < 5_000; n++) {
                        alwaysOpen &= holder.<Boolean>use(model -> !model.closed);
                    }
                    return alwaysOpen;
                }))
                .toList();

        for (int i = 0; i < 200; i++) {
            holder.reload();
        }

        for (Future<Boolean> user : users) {
            assertThat(user.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void listenerIsNotifiedOfLoadsAndFailures() {
        List<String> events = new ArrayList<>();
        ModelHolder<Model> holder = ModelHolder.builder(() -> {
                    now.addAndGet(Duration.ofSeconds(3).toNanos());
                    if (loads.get() == 0) {
                        loads.incrementAndGet();
                        throw new java.io.IOException("disk gone");
                    }
                    return load();
                })
                .coolDown(Backoff.fixed(Duration.ofSeconds(10)))
                .ticker(now::get)
                .listener(new ModelListener() {
                    @Override
                    public void loaded(Duration elapsed) {
                        events.add("loaded after " + elapsed.toSeconds() + " s");
                    }

                    @Override
                    public void failed(Throwable cause, Duration elapsed) {
                        events.add(cause.getMessage() + " after " + elapsed.toSeconds() + " s");
                    }
                })
                .build();

        assertUnavailable(holder);
        assertThat(holder.lastFailure().orElseThrow()).hasMessage("disk gone");
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        holder.use(model -> model.number);

        assertThat(events).containsExactly("disk gone after 3 s", "loaded after 3 s");
        assertThat(holder.lastFailure()).isEmpty();
    }

    @Test
    void rejectingExecutorFailsTheLoadAtOnce() {
        ModelHolder<Model> holder = ModelHolder.builder(this::load)
                .executor(task -> {
                    throw new RejectedExecutionException("shut down");
                })
                .ticker(now::get)
                .build();

        assertThatThrownBy(holder::acquire)
                .isInstanceOf(ModelUnavailableException.class)
                .hasRootCauseInstanceOf(RejectedExecutionException.class);
        assertThat(holder.state()).isEqualTo(ModelState.FAILED);
    }

    @Test
    void loadersModelUnavailableMessageIsKept() {
        ModelHolder<Model> holder = ModelHolder.<Model>builder(() -> {
                    throw new ModelUnavailableException("no landmark models");
                })
                .build();

        assertThatThrownBy(holder::acquire)
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessage("no landmark models");
    }

    /** The load in progress may have read the file before it was replaced. */
    @Test
    void reloadDuringALoadLoadsAgainAfterwards() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CompletableFuture<Void> slow = new CompletableFuture<>();
        ModelHolder<Model> holder = ModelHolder.builder(() -> {
                    reading.countDown();
                    slow.join();
                    return load();
                })
                .executor(pool)
                .build();
        Future<Integer> first = pool.submit(() -> holder.<Integer>use(model -> model.number));
        reading.await();
        Future<?> reload = pool.submit(holder::reload);

        slow.complete(null);
        reload.get(10, TimeUnit.SECONDS);

        assertThat(first.get(10, TimeUnit.SECONDS)).isIn(1, 2);
        assertThat(loads).hasValue(2);
        assertThat(holder.<Integer>use(model -> model.number)).isEqualTo(2);
    }

    @Test
    void interruptedCallerFailsAndStaysInterrupted() {
        ModelHolder<Model> holder =
                ModelHolder.builder(this::load).executor(task -> {}).build();
        Thread.currentThread().interrupt();

        assertThatThrownBy(holder::acquire)
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("Interrupted");

        assertThat(Thread.interrupted()).isTrue();
    }
}
