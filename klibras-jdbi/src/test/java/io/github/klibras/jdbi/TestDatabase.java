package io.github.klibras.jdbi;

import org.h2.jdbcx.JdbcDataSource;
import org.jdbi.v3.core.Jdbi;

import javax.sql.DataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;

/** Databases for one test each. */
final class TestDatabase {

    private TestDatabase() {}

    /** Returns an H2 database without any tables. */
    static DataSource empty() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL(memoryUrl());
        dataSource.setUser("sa");
        dataSource.setPassword("");
        return dataSource;
    }

    /** Returns an H2 database with the schema and no rows. */
    static DataSource migrated() {
        DataSource dataSource = empty();
        KlibrasMigrations.migrate(dataSource);
        return dataSource;
    }

    /** Returns an H2 database that a script from the test resources has filled. */
    static DataSource madeBy(String script) {
        DataSource dataSource = empty();
        Jdbi.create(dataSource)
                .useHandle(handle -> handle.createScript(resource(script)).execute());
        return dataSource;
    }

    /** Returns the URL of a new database; it outlives its last connection, and waits long enough for the races. */
    static String memoryUrl() {
        return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000";
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(TestDatabase.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
