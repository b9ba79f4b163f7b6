package io.github.klibras.jdbi;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

import javax.sql.DataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** PostgreSQL: the server whose URL is in the environment (tools/databases starts one), or else an embedded one. */
final class PostgresServer extends TestServer {

    static final PostgresServer INSTANCE = new PostgresServer();

    private static final Pattern BUFFERS = Pattern.compile("\"Shared (?:Hit|Read) Blocks\": (\\d+)");

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final PGSimpleDataSource server = connect();

    private PostgresServer() {}

    private static PGSimpleDataSource connect() {
        String url = System.getenv("KLIBRAS_POSTGRES_URL");
        if (url == null) {
            return embedded();
        }
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(url);
        dataSource.setUser(System.getenv("KLIBRAS_POSTGRES_USER"));
        dataSource.setPassword(System.getenv("KLIBRAS_POSTGRES_PASSWORD"));
        return dataSource;
    }

    private static PGSimpleDataSource embedded() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "300")
                    .setServerConfig("fsync", "off")
                    .setServerConfig("full_page_writes", "off")
                    .start();
            return (PGSimpleDataSource) postgres.getPostgresDatabase();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The embedded PostgreSQL does not start; set KLIBRAS_POSTGRES_URL to use another", e);
        }
    }

    @Override
    DataSource empty() {
        return database(newDatabase());
    }

    /** Makes a database without any tables and returns its name. */
    String newDatabase() {
        String name = "klibras_test_" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();
        Jdbi.create(server).useHandle(handle -> handle.execute("create database " + name));
        return name;
    }

    /** Returns a data source without a pool. */
    PGSimpleDataSource database(String name) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setServerNames(server.getServerNames());
        dataSource.setPortNumbers(server.getPortNumbers());
        dataSource.setUser(server.getUser());
        dataSource.setPassword(server.getPassword());
        dataSource.setDatabaseName(name);
        return dataSource;
    }

    @Override
    String folder() {
        return "postgresql";
    }

    @Override
    String schema() {
        return "'public'";
    }

    @Override
    int awardStatements(boolean known) {
        return 1;
    }

    @Override
    String numbers(int count) {
        return "generate_series(1, " + count + ") as numbers(x)";
    }

    @Override
    String analyze() {
        return "vacuum analyze";
    }

    @Override
    long rowsRead(Handle handle, String statement, Object... parameters) {
        String plan = handle.select("explain (analyze, buffers, format json) " + statement, parameters)
                .mapTo(String.class)
                .one();
        // The first two counts are those of the root, which include all others.
        return BUFFERS.matcher(plan)
                .results()
                .limit(2)
                .mapToLong(count -> Long.parseLong(count.group(1)))
                .sum();
    }

    @Override
    String sessionIn(String zone) {
        return "set time zone interval '" + zone + "' hour to minute";
    }

    @Override
    boolean holdsNul() {
        return false;
    }

    @Override
    void insertFurthestDates(Jdbi jdbi, long owner) {
        for (String date : List.of("infinity", "-infinity", "294276-12-31 23:59:59", "4713-01-01 00:00:00 BC")) {
            jdbi.useHandle(handle -> handle.execute(
                    "insert into processing_jobs (job_id, user_id, expected_action, status, created_at)"
                            + " values (?, ?, 'bom_dia', 'pending', cast(? as timestamp))",
                    date,
                    owner,
                    date));
        }
    }

    @Override
    String withAnotherRole() {
        return "alter type roles_enum add value 'MODERATOR'";
    }

    @Override
    String withLongerText(String table, String column, int length) {
        return "alter table " + table + " alter column " + column + " type varchar(" + length + ")";
    }
}
