package io.github.klibras.core.model;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.KlibrasException;
import io.github.klibras.core.backoff.Backoff;
import io.github.klibras.core.backoff.ExponentialBackoff;
import io.github.klibras.core.backoff.Ticker;
import io.github.klibras.core.internal.Listeners;
import io.github.klibras.core.internal.Nanos;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Loads a model when it is first needed and shares it.
 *
 * <ul>
 *   <li>However many callers ask at once, the model is loaded once; the others wait up to the wait timeout.
 *   <li>A failed load is retried only after a cool-down that grows with each failure; until then, callers get the
 *       failure.
 *   <li>{@link #reload} replaces the model by a new one. The old model stays if the new one fails to load or to warm
 *       up, and is closed only after its last use.
 * </ul>
 *
 * <p>Thread-safe.
 *
 * @param <M> the type of the model, which itself must be safe for use by several threads
 */
public final class ModelHolder<M extends AutoCloseable> implements AutoCloseable {

    private record Failure(Throwable cause, int attempts, long retryAtNanos) {}

    private final ModelLoader<M> loader;
    private final Consumer<? super M> warmUp;
    private final Executor executor;
    private final Duration waitTimeout;
    private final Backoff coolDown;
    private final Ticker ticker;
    private final ModelListener listener;

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable SharedModel<M> current;
    private @Nullable CompletableFuture<Void> loading;
    private @Nullable Failure failure;
    private boolean closed;

    private ModelHolder(Builder<M> builder) {
        this.loader = builder.loader;
        this.warmUp = builder.warmUp;
        this.executor = builder.executor;
        this.waitTimeout = builder.waitTimeout;
        this.coolDown = builder.coolDown;
        this.ticker = builder.ticker;
        this.listener = builder.listener;
    }

    /** Returns a builder with the defaults listed in {@link Builder}. */
    public static <M extends AutoCloseable> Builder<M> builder(ModelLoader<M> loader) {
        return new Builder<>(loader);
    }

    /**
     * Lends the model, loading it first if necessary.
     *
     * @return a lease that the caller must close
     * @throws ModelUnavailableException if the model cannot be loaded, is not ready in time, or the holder is closed
     */
    public Lease<M> acquire() {
        long deadline = ticker.nanoTime() + Nanos.of(waitTimeout);
        while (true) {
            CompletableFuture<Void> pending;
            boolean mine = false;
            lock.lock();
            try {
                requireOpen();
                if (current != null) {
                    return lease(current);
                }
                if (loading == null) {
                    requireCooledDown();
                    loading = new CompletableFuture<>();
                    mine = true;
                }
                pending = loading;
            } finally {
                lock.unlock();
            }
            if (mine) {
                start(pending);
            }
            await(pending, deadline);
        }
    }

    /**
     * Lends the model to a function for as long as it runs.
     *
     * @throws ModelUnavailableException as {@link #acquire} does
     */
    public <R extends @Nullable Object> R use(Function<? super M, ? extends R> function) {
        try (Lease<M> lease = acquire()) {
            return function.apply(lease.model());
        }
    }

    /**
     * Loads a new model and replaces the old one by it; meanwhile the old one is lent.
     *
     * @throws ModelUnavailableException if the new model cannot be loaded or is not ready in time; the old one stays
     */
    public void reload() {
        long deadline = ticker.nanoTime() + Nanos.of(waitTimeout);
        CompletableFuture<Void> mine = new CompletableFuture<>();
        while (true) {
            CompletableFuture<Void> other;
            lock.lock();
            try {
                requireOpen();
                other = loading;
                if (other == null) {
                    loading = mine;
                }
            } finally {
                lock.unlock();
            }
            if (other == null) {
                start(mine);
                await(mine, deadline);
                return;
            }
            // A load in progress may have read the old file: wait for it, then load again.
            awaitEnd(other, deadline);
        }
    }

    public ModelState state() {
        lock.lock();
        try {
            if (closed) {
                return ModelState.CLOSED;
            }
            if (current != null) {
                return ModelState.READY;
            }
            if (loading != null) {
                return ModelState.LOADING;
            }
            return failure == null ? ModelState.EMPTY : ModelState.FAILED;
        } finally {
            lock.unlock();
        }
    }

    /** Returns why the last load failed; empty if it succeeded or there was none. */
    public Optional<Throwable> lastFailure() {
        lock.lock();
        try {
            return Optional.ofNullable(failure).map(Failure::cause);
        } finally {
            lock.unlock();
        }
    }

    /** Stops lending the model, and closes it when the last lease has been given back. */
    @Override
    public void close() {
        SharedModel<M> last;
        CompletableFuture<Void> pending;
        lock.lock();
        try {
            closed = true;
            last = current;
            current = null;
            pending = loading;
            if (last != null && !last.retire()) {
                last = null;
            }
        } finally {
            lock.unlock();
        }
        if (pending != null) {
            pending.completeExceptionally(closedException());
        }
        if (last != null) {
            last.closeModel();
        }
    }

    private void start(CompletableFuture<Void> pending) {
        long started = ticker.nanoTime();
        try {
            executor.execute(() -> load(pending, started));
        } catch (Throwable e) {
            failed(pending, e, started);
        }
    }

    private void load(CompletableFuture<Void> pending, long started) {
        M model;
        try {
            model = Objects.requireNonNull(loader.load(), "the loader returned null");
        } catch (Throwable e) {
            // Errors too: waiting callers must be notified of any failure.
            failed(pending, e, started);
            return;
        }
        try {
            warmUp.accept(model);
        } catch (Throwable e) {
            SharedModel.close(model);
            failed(pending, e, started);
            return;
        }
        publish(pending, new SharedModel<>(model), started);
    }

    private void publish(CompletableFuture<Void> pending, SharedModel<M> loaded, long started) {
        SharedModel<M> replaced;
        lock.lock();
        try {
            loading = null;
            replaced = closed ? loaded : current;
            if (!closed) {
                current = loaded;
                failure = null;
            }
            if (replaced != null && !replaced.retire()) {
                replaced = null;
            }
        } finally {
            lock.unlock();
        }
        Duration elapsed = Duration.ofNanos(ticker.nanoTime() - started);
        Listeners.notify(listener, l -> l.loaded(elapsed));
        pending.complete(null);
        if (replaced != null) {
            replaced.closeModel();
        }
    }

    private void failed(CompletableFuture<Void> pending, Throwable cause, long started) {
        long now = ticker.nanoTime();
        lock.lock();
        try {
            loading = null;
            int attempts = failure == null ? 1 : failure.attempts() + 1;
            failure = new Failure(cause, attempts, now + Nanos.of(coolDown.delay(attempts)));
        } finally {
            lock.unlock();
            // Even if the cool-down could not be computed: no caller must wait for a load that has ended.
            pending.completeExceptionally(loadFailed(cause));
        }
        Listeners.notify(listener, l -> l.failed(cause, Duration.ofNanos(now - started)));
    }

    private Lease<M> lease(SharedModel<M> shared) {
        shared.retain();
        return new Lease<>(shared.model(), () -> release(shared));
    }

    private void release(SharedModel<M> shared) {
        boolean close;
        lock.lock();
        try {
            close = shared.release();
        } finally {
            lock.unlock();
        }
        if (close) {
            shared.closeModel();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw closedException();
        }
    }

    private void requireCooledDown() {
        if (failure != null && failure.retryAtNanos() - ticker.nanoTime() > 0) {
            throw loadFailed(failure.cause());
        }
    }

    private void await(CompletableFuture<Void> pending, long deadline) {
        try {
            pending.get(Math.max(0, deadline - ticker.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            // A new exception, so that the stack trace is the caller's.
            Throwable cause = e.getCause();
            throw cause instanceof ModelUnavailableException known
                    ? new ModelUnavailableException(String.valueOf(known.getMessage()), known.getCause())
                    : new ModelUnavailableException("The model could not be loaded", cause);
        } catch (TimeoutException e) {
            throw new ModelUnavailableException("The model was not loaded within " + waitTimeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelUnavailableException("Interrupted while waiting for the model", e);
        }
    }

    private void awaitEnd(CompletableFuture<Void> pending, long deadline) {
        await(pending.exceptionally(failed -> null), deadline);
    }

    private static ModelUnavailableException loadFailed(Throwable cause) {
        // A loader's own ModelUnavailableException already says what is missing, and from which models.
        String message = cause instanceof ModelUnavailableException
                ? String.valueOf(cause.getMessage())
                : "The model could not be loaded: " + reason(cause);
        return new ModelUnavailableException(message, cause);
    }

    /** Returns the message of our own exceptions, which can stand alone; for others, with the class. */
    private static String reason(Throwable cause) {
        return cause instanceof KlibrasException ? String.valueOf(cause.getMessage()) : cause.toString();
    }

    private static ModelUnavailableException closedException() {
        return new ModelUnavailableException("The model holder is closed");
    }

    /**
     * Settings of a holder.
     *
     * @param <M> the type of the model
     */
    public static final class Builder<M extends AutoCloseable> {

        private final ModelLoader<M> loader;
        private Consumer<? super M> warmUp = model -> {};
        private Executor executor = Runnable::run;
        private Duration waitTimeout = Duration.ofMinutes(1);
        private Backoff coolDown = new ExponentialBackoff(Duration.ofSeconds(1), 2, Duration.ofMinutes(1));
        private Ticker ticker = Ticker.system();
        private ModelListener listener = ModelListener.NONE;

        private Builder(ModelLoader<M> loader) {
            this.loader = loader;
        }

        /** Sets an action on each new model before it is lent; if it throws, the load has failed. Default: nothing. */
        public Builder<M> warmUp(Consumer<? super M> warmUp) {
            this.warmUp = warmUp;
            return this;
        }

        /** Sets where models are loaded. Default: on the first caller's thread, whose wait is then not bounded. */
        public Builder<M> executor(Executor executor) {
            this.executor = executor;
            return this;
        }

        /** Sets how long a caller waits for a load. Default: one minute. */
        public Builder<M> waitTimeout(Duration waitTimeout) {
            this.waitTimeout = waitTimeout;
            return this;
        }

        /** Sets how long a failure is remembered before the next attempt. Default: 1 s, doubling up to one minute. */
        public Builder<M> coolDown(Backoff coolDown) {
            this.coolDown = coolDown;
            return this;
        }

        /** Sets the clock that measures cool-downs and loads. Default: that of the JVM. Waits are in real time. */
        public Builder<M> ticker(Ticker ticker) {
            this.ticker = ticker;
            return this;
        }

        /** Sets the listener for loads; none by default. */
        public Builder<M> listener(ModelListener listener) {
            this.listener = listener;
            return this;
        }

        /**
         * Creates the holder.
         *
         * @throws InvalidInputException if the timeout is negative
         */
        public ModelHolder<M> build() {
            if (waitTimeout.isNegative()) {
                throw new InvalidInputException("The timeout of the model holder is negative: " + waitTimeout);
            }
            return new ModelHolder<>(this);
        }
    }
}
