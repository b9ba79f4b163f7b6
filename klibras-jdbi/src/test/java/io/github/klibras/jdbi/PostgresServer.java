package io.github.klibras.jdbi;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

import javax.sql.DataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

/** PostgreSQL: the server whose URL is in the environment (tools/databases starts one), or else an embedded one. */
final class PostgresServer extends TestServer {

    static final PostgresServer INSTANCE = new PostgresServer();

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
}
