package io.github.klibras.benchmarks;

import io.github.klibras.jdbi.KlibrasMigrations;
import io.github.klibras.jdbi.PoolConfig;
import io.github.klibras.jdbi.PooledDataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The PostgreSQL server that {@code tools/databases} has started, by the variables in its file {@code env}. */
final class Server {

    private static final String USER = variable("KLIBRAS_POSTGRES_USER");
    private static final String PASSWORD = variable("KLIBRAS_POSTGRES_PASSWORD");

    static {
        // The faults are made on purpose, and the peers have much to say about themselves.
        Logger.getLogger("").setLevel(Level.OFF);
    }

    private Server() {}

    private static String variable(String name) {
        @Nullable String value = System.getenv(name);
        return Objects.requireNonNull(value, name + " is not set; see tools/databases");
    }

    /** Opens a pool over a new database with the schema and no rows. */
    static PooledDataSource newDatabase(String name, PoolConfig config) {
        String url = variable("KLIBRAS_POSTGRES_URL");
        try (PooledDataSource server = PooledDataSource.open(url, USER, PASSWORD, one())) {
            Jdbi.create(server).useHandle(handle -> {
                handle.execute("drop database if exists " + name + " with (force)");
                handle.execute("create database " + name);
            });
        }
        PooledDataSource pool =
                PooledDataSource.open(url.substring(0, url.lastIndexOf('/') + 1) + name, USER, PASSWORD, config);
        KlibrasMigrations.migrate(pool);
        return pool;
    }

    /** Returns a way to the server itself, with a new connection each time. */
    static Jdbi unpooled() {
        return Jdbi.create(variable("KLIBRAS_POSTGRES_URL"), USER, PASSWORD);
    }

    /** Says which server it is. */
    static String version(Jdbi jdbi) {
        return jdbi.withHandle(handle -> handle.select("select split_part(version(), ' on ', 1)")
                .mapTo(String.class)
                .one());
    }

    private static PoolConfig one() {
        return PoolConfig.builder().maximumPoolSize(2).build();
    }
}
