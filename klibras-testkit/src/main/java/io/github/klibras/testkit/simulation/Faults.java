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

    /** What goes wrong with a call. */
    public enum Kind {
        /** It fails, and nothing of it has happened. */
        FAIL_BEFORE,
        /** It fails, although all of it has happened: the connection broke during the commit. */
        FAIL_AFTER,
        /** It takes its time before it happens. */
        STALL_BEFORE,
        /** It happens, but takes its time to return. */
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
     * Makes faults of which none happens yet.
     *
     * @param random the random generator
     * @param pause lets time pass for a call that stalls, such as {@link VirtualTime#advance}
     */
    public Faults(RandomGenerator random, Consumer<Duration> pause) {
        this.random = random;
        this.pause = pause;
    }

    /**
     * Lets calls go wrong at random.
     *
     * @param kind what goes wrong
     * @param probability how often, 0 to 1
     * @param methods which methods are concerned, by name; all of them if none is given
     */
    public Faults chance(Kind kind, double probability, String... methods) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("The probability is " + probability + "; it must lie between 0 and 1");
        }
        chances.add(new Chance(kind, probability, List.of(methods)));
        return this;
    }

    /**
     * Lets one call go wrong.
     *
     * @param number which one, counted from 1 over all ports since this object was made
     * @param kind what goes wrong
     */
    public Faults onCall(long number, Kind kind) {
        planned.put(number, kind);
        return this;
    }

    /** Sets how long a stall takes at most; default one second. The least is nothing. */
    public Faults stallingUpTo(Duration longest) {
        longestStall = longest;
        return this;
    }

    /**
     * Sets what a failing call throws; default a {@link StoreException}.
     *
     * @param failure makes an exception or error that the methods may throw
     */
    public Faults failingWith(Supplier<? extends Throwable> failure) {
        this.failure = failure;
        return this;
    }

    /** Notifies of each fault, by the name of the method, before it happens. */
    public Faults telling(BiConsumer<String, Kind> listener) {
        this.listener = listener;
        return this;
    }

    /** Lets faults happen, or not any more. They do from the start. */
    public void enable(boolean enabled) {
        this.enabled = enabled;
    }

    /** Lets all calls fail without effect, or not any more. */
    public void away(boolean away) {
        this.away = away;
    }

    /** Returns how many calls there have been, disturbed or not. */
    public long calls() {
        return calls.get();
    }

    /** Returns how many calls were disturbed. */
    public long injected() {
        return injected.get();
    }

    /**
     * Disturbs a port.
     *
     * @param port the interface
     * @param target does what is asked, when it is let
     * @return the port as its users are to see it
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

    /** What a store says of the transaction that it is in, it knows by itself. */
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
