package io.github.klibras.jdbi;

import org.jdbi.v3.core.Jdbi;
import org.mariadb.jdbc.MariaDbDataSource;

import javax.sql.DataSource;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

/** MariaDB: the server whose URL is in the environment; tools/databases starts one. */
final class MariaDbServer extends InnoDbServer {

    private static final String URL = "KLIBRAS_MARIADB_URL";
    static final MariaDbServer INSTANCE = new MariaDbServer();

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private MariaDbServer() {}

    /** Logs a warning if there is none, since Maven does not. */
    static boolean available() {
        boolean available = System.getenv(URL) != null;
        if (!available) {
            Logger.getLogger(MariaDbServer.class.getName())
                    .warning("MariaDB is not tested: " + URL + " is not set; tools/databases starts a server");
        }
        return available;
    }

    static DataSource database(String url) {
        try {
            MariaDbDataSource dataSource = new MariaDbDataSource(url);
            dataSource.setUser(System.getenv("KLIBRAS_MARIADB_USER"));
            dataSource.setPassword(System.getenv("KLIBRAS_MARIADB_PASSWORD"));
            return dataSource;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    DataSource empty() {
        return database(newDatabaseUrl());
    }

    /** Makes a database without any tables and returns its URL. */
    String newDatabaseUrl() {
        String url = Objects.requireNonNull(System.getenv(URL), URL);
        String name = "klibras_test_" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();
        Jdbi.create(database(url)).useHandle(handle -> handle.execute("create database " + name));
        return url.substring(0, url.lastIndexOf('/') + 1) + name;
    }

    /** A schema is a database of the server, which all tests share. */
    @Override
    String newSchemaName() {
        return "klibras_test_own_" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();
    }

    /** Truncates to seconds: SQLAlchemy makes columns of whole seconds there. */
    @Override
    Instant asPythonKeeps(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    String numbers(int count) {
        return "(select seq as x from seq_1_to_" + count + ") numbers";
    }

    /** Inserts dates with zero days and months too, which the server allows by default. */
    @Override
    void insertFurthestDates(Jdbi jdbi, long owner) {
        List<String> dates = List.of(
                "0000-00-00 00:00:00",
                "0000-00-00 00:00:00",
                "2020-00-15 00:00:00",
                "2020-05-00 10:00:00",
                "0001-01-01 00:00:00",
                "0001-01-01 00:00:00");
        for (int i = 0; i < dates.size(); i++) {
            String id = "odd date " + i;
            String date = dates.get(i);
            jdbi.useHandle(handle -> handle.execute(
                    "insert into processing_jobs (job_id, user_id, expected_action, status, created_at)"
                            + " values (?, ?, 'bom_dia', 'pending', ?)",
                    id,
                    owner,
                    date));
        }
    }
}
