package io.github.klibras.benchmarks;

import io.github.klibras.jdbi.KlibrasMigrations;
import io.github.klibras.jdbi.PoolConfig;
import io.github.klibras.jdbi.PooledDataSource;
import org.jdbi.v3.core.Jdbi;

/** The PostgreSQL server that {@code tools/databases} has started, by the variables in its file {@code env}. */
final class PostgresServer {

    private static final String URL = Environment.variable("KLIBRAS_POSTGRES_URL");
    private static final String USER = Environment.variable("KLIBRAS_POSTGRES_USER");
    private static final String PASSWORD = Environment.variable("KLIBRAS_POSTGRES_PASSWORD");

    private PostgresServer() {}

    /** Opens a pool over a new database with the schema and no rows. */
    static PooledDataSource newDatabase(String name, PoolConfig config) {
        PoolConfig two = PoolConfig.builder().maximumPoolSize(2).build();
        try (PooledDataSource server = open(URL, two)) {
            Jdbi.create(server).useHandle(handle -> {
                handle.execute("drop database if exists " + name + " with (force)");
                handle.execute("create database " + name);
            });
        }
        PooledDataSource pool = open(url(name), config);
        KlibrasMigrations.migrate(pool);
        return pool;
    }

    /** Returns the URL of one of the server's databases. */
    static String url(String name) {
        return URL.substring(0, URL.lastIndexOf('/') + 1) + name;
    }

    /** Opens a pool over a database that is there. */
    static PooledDataSource open(String url, PoolConfig config) {
        return PooledDataSource.open(url, USER, PASSWORD, config);
    }

    /** Returns a way to the server itself, with a new connection each time. */
    static Jdbi unpooled() {
        return Jdbi.create(URL, USER, PASSWORD);
    }

    /** Says which server it is. */
    static String version(Jdbi jdbi) {
        return jdbi.withHandle(handle -> handle.select("select split_part(version(), ' on ', 1)")
                .mapTo(String.class)
                .one());
    }
}
