package io.github.klibras.benchmarks;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What surrounds a program: the variables that say where the servers are, and its log. */
final class Environment {

    private Environment() {}

    /** Returns a variable that {@code tools/databases} or {@code tools/broker} has written into its file {@code env}. */
    static String variable(String name) {
        @Nullable String value = System.getenv(name);
        return Objects.requireNonNull(value, name + " is not set; see tools/databases and tools/broker");
    }

    /** Logs nothing below a level: faults are made on purpose, and the peers have much to say about themselves. */
    static void logOnly(Level level) {
        Logger.getLogger("").setLevel(level);
    }
}
