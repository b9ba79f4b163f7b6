package io.github.klibras.core.inmemory;

import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.user.User;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The data shared by the stores. Accessed only within {@link #transaction}. */
final class Tables {

    /** A module with the ids of its signs, of which some may be retired. */
    record StoredModule(long id, String name, Set<Long> signIds) {}

    final SortedMap<Long, User> users = new TreeMap<>();
    final Map<Long, String> passwordHashes = new HashMap<>();
    final SortedMap<Long, Sign> signs = new TreeMap<>();
    final Set<Long> retiredSigns = new HashSet<>();
    final SortedMap<Long, StoredModule> modules = new TreeMap<>();
    final Set<Long> retiredModules = new HashSet<>();
    final Map<JobId, StoredJob> jobs = new HashMap<>();

    private final Map<Long, SortedMap<Long, Instant>> knownSigns = new HashMap<>();
    private final Map<Long, Set<Long>> completedModules = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final InstantSource clock;
    private long lastUserId;
    private long lastSignId;
    private long lastModuleId;

    Tables(InstantSource clock) {
        this.clock = clock;
    }

    /** Runs a store's call exclusively. May be nested. */
    <T> T transaction(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    long nextUserId() {
        return ++lastUserId;
    }

    long nextSignId() {
        return ++lastSignId;
    }

    long nextModuleId() {
        return ++lastModuleId;
    }

    /** Returns the ids of the signs that a learner knows, ascending, and when they were learned. */
    SortedMap<Long, Instant> knownSigns(long userId) {
        return knownSigns.getOrDefault(userId, Collections.emptySortedMap());
    }

    boolean knows(long userId, long signId) {
        return knownSigns(userId).containsKey(signId);
    }

    void learn(long userId, long signId) {
        knownSigns
                .computeIfAbsent(userId, id -> new TreeMap<>())
                .put(signId, clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    void forgetProgress(long userId) {
        knownSigns.remove(userId);
        completedModules.remove(userId);
    }

    /** Returns the ids of the modules that a learner has completed, ascending; changes write through. */
    Set<Long> completedModules(long userId) {
        return completedModules.computeIfAbsent(userId, id -> new TreeSet<>());
    }
}
