package io.github.klibras.testkit.simulation;

import io.github.klibras.core.StoreException;
import io.github.klibras.core.TransactionAware;
import io.github.klibras.testkit.VirtualTime;
import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Makes ports fail and stall, on a given call or at random. One object may disturb several ports; it counts their calls
 * together.
 *
 * <pre>{@code
 * Faults faults = new Faults(new SplittableRandom(42), time::advance)
 *         .onCall(3, Faults.Kind.FAIL_AFTER)
 *         .chance(Faults.Kind.STALL_BEFORE, 0.1, "claim", "renew");
 * JobStore store = faults.inject(JobStore.class, stores.jobs());
 * }</pre>
 *
 * <p>Thread-safe if the random generator and the pause are.
 */
public final class Faults {

    /** A way in which a call can go wrong. */
    public enum Kind {
        /** The call fails and has no effect. */
        FAIL_BEFORE,
        /** The call fails but has its full effect: the connection broke during the commit. */
        FAIL_AFTER,
        /** The call stalls before it takes effect. */
        STALL_BEFORE,
        /** The call takes effect, but stalls before it returns. */
        STALL_AFTER
    }

    private record Chance(Kind kind, double probability, List<String> methods) {

        boolean concerns(String method) {
            return methods.isEmpty() || methods.contains(method);
        }
    }

    private final RandomGenerator random;
    private final Consumer<Duration> pause;
    private final List<Chance> chances = new CopyOnWriteArrayList<>();
    private final Map<Long, Kind> planned = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong injected = new AtomicLong();
    private volatile Supplier<? extends Throwable> failure = () -> new StoreException("The store failed, for a test");
    private volatile Duration longestStall = Duration.ofSeconds(1);
    private volatile BiConsumer<String, Kind> listener = (method, kind) -> {};
    private volatile boolean enabled = true;
    private volatile boolean away;

    /**
     * Creates an instance without any faults.
     *
     * @param random the random generator
     * @param pause lets time pass for a call that stalls, such as {@link VirtualTime#advance}
     */
    public Faults(RandomGenerator random, Consumer<Duration> pause) {
        this.random = random;
        this.pause = pause;
    }

    /**
     * Makes calls go wrong at random.
     *
     * @param kind what goes wrong
     * @param probability the probability for each call, 0 to 1
     * @param methods the names of the methods concerned; all methods if none is given
     */
    public Faults chance(Kind kind, double probability, String... methods) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("The probability is " + probability + "; it must lie between 0 and 1");
        }
        chances.add(new Chance(kind, probability, List.of(methods)));
        return this;
    }

    /**
     * Makes one call go wrong.
     *
     * @param number the number of the call, counted from 1 over all ports since this object was created
     * @param kind what goes wrong
     */
    public Faults onCall(long number, Kind kind) {
        planned.put(number, kind);
        return this;
    }

    /** Sets the longest stall; default one second. The shortest is zero. */
    public Faults stallingUpTo(Duration longest) {
        longestStall = longest;
        return this;
    }

    /**
     * Sets what a failing call throws; by default a {@link StoreException}.
     *
     * @param failure creates an exception or error that the methods may throw
     */
    public Faults failingWith(Supplier<? extends Throwable> failure) {
        this.failure = failure;
        return this;
    }

    /** Sets a listener that is notified of each fault, by the name of the method, before it happens. */
    public Faults telling(BiConsumer<String, Kind> listener) {
        this.listener = listener;
        return this;
    }

    /** Sets whether faults happen; at first they do. */
    public void enable(boolean enabled) {
        this.enabled = enabled;
    }

    /** Sets whether all calls fail without effect. */
    public void away(boolean away) {
        this.away = away;
    }

    /** Returns the number of calls so far, disturbed or not. */
    public long calls() {
        return calls.get();
    }

    /** Returns the number of disturbed calls. */
    public long injected() {
        return injected.get();
    }

    /**
     * Disturbs a port.
     *
     * @param port the interface
     * @param target carries out the calls that are let through
     * @return the disturbed port, for use in place of the target
     */
    public <T> T inject(Class<T> port, T target) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> call(target, method, args)));
    }

    private @Nullable Object call(Object target, Method method, Object @Nullable [] args) throws Throwable {
        Kind kind = isCall(method) ? next(method.getName()) : null;
        if (kind == Kind.STALL_BEFORE) {
            stall();
        } else if (kind == Kind.FAIL_BEFORE) {
            throw failure.get();
        }
        Object result = invoke(target, method, args);
        if (kind == Kind.STALL_AFTER) {
            stall();
        } else if (kind == Kind.FAIL_AFTER) {
            throw failure.get();
        }
        return result;
    }

    /** Methods of {@link TransactionAware} are not disturbed: a store answers them by itself. */
    private static boolean isCall(Method method) {
        Class<?> declaring = method.getDeclaringClass();
        return declaring != Object.class && declaring != TransactionAware.class;
    }

    private @Nullable Kind next(String method) {
        long number = calls.incrementAndGet();
        if (!enabled) {
            return null;
        }
        Kind kind = away ? Kind.FAIL_BEFORE : planned.get(number);
        for (Chance chance : chances) {
            if (kind == null && chance.concerns(method) && random.nextDouble() < chance.probability()) {
                kind = chance.kind();
            }
        }
        if (kind != null) {
            injected.incrementAndGet();
            listener.accept(method, kind);
        }
        return kind;
    }

    private void stall() {
        long longest = longestStall.toMillis();
        pause.accept(Duration.ofMillis(longest == 0 ? 0 : random.nextLong(longest + 1)));
    }

    static @Nullable Object invoke(Object target, Method method, Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
