package io.github.klibras.core.backoff;

/** A clock that never goes back, to measure how long things take. Thread-safe. */
@FunctionalInterface
public interface Ticker {

    /** Returns a reading in nanoseconds from an arbitrary origin. */
    long nanoTime();

    /** Returns the clock of the JVM. */
    static Ticker system() {
        return System::nanoTime;
    }
}
