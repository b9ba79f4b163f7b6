package io.github.klibras.core.backoff;

/** A monotonic clock, for measuring how long things take. Thread-safe. */
@FunctionalInterface
public interface Ticker {

    /** Returns a reading in nanoseconds from an arbitrary origin. */
    long nanoTime();

    /** Returns the JVM's monotonic clock. */
    static Ticker system() {
        return System::nanoTime;
    }
}
