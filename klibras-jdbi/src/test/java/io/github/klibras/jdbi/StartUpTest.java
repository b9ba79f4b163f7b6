package io.github.klibras.jdbi;

import io.github.klibras.core.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.postgresql.ds.PGSimpleDataSource;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Errors of a pool that cannot be opened: they name the problem, and never the password. */
class StartUpTest {

    private static final PoolConfig CONFIG =
            PoolConfig.builder().connectionTimeout(Duration.ofSeconds(2)).build();

    @Test
    void wrongPasswordOnPostgresIsReported() {
        PGSimpleDataSource server = PostgresServer.INSTANCE.database("postgres");
        // The embedded server trusts all users it knows.
        refused(url(server), "nobody", "does not accept the user 'nobody'");
    }

    @Test
    void missingDatabaseOnPostgresIsReported() {
        PGSimpleDataSource server = PostgresServer.INSTANCE.database("nowhere");
        String user = String.valueOf(server.getUser());

        assertThatThrownBy(() -> PooledDataSource.open(url(server), user, String.valueOf(server.getPassword()), CONFIG))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("has no database")
                .hasMessageContaining("/nowhere");
    }

    @Test
    void unreachableServerIsReported() {
        refused("jdbc:postgresql://127.0.0.1:1/klibras", "klibras", "cannot be reached (SQLState 08001)");
        refused("jdbc:mariadb://127.0.0.1:1/klibras", "klibras", "cannot be reached");
    }

    @Test
    @EnabledIf(value = "io.github.klibras.jdbi.MariaDbServer#available", disabledReason = "There is no server")
    void wrongPasswordOnMariaDbIsReported() {
        refused(MariaDbServer.INSTANCE.newDatabaseUrl(), "klibras", "does not accept the user 'klibras'");
    }

    @Test
    @EnabledIf(value = "io.github.klibras.jdbi.MariaDbServer#available", disabledReason = "There is no server")
    void missingDatabaseOnMariaDbIsReported() {
        assertThatThrownBy(() -> PooledDataSource.open(
                        MariaDbServer.INSTANCE.newDatabaseUrl() + "_not",
                        System.getenv("KLIBRAS_MARIADB_USER"),
                        System.getenv("KLIBRAS_MARIADB_PASSWORD"),
                        CONFIG))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("has no database");
    }

    private static String url(PGSimpleDataSource server) {
        return String.valueOf(server.getURL()).split("\\?", 2)[0];
    }

    private static void refused(String url, String user, String reason) {
        assertThatThrownBy(() -> PooledDataSource.open(url, user, "a-secret", CONFIG))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(reason)
                .hasStackTraceContaining("Exception")
                .satisfies(failure -> {
                    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                        if (String.valueOf(cause.getMessage()).contains("a-secret")) {
                            throw new AssertionError("The password is in " + cause.getClass());
                        }
                    }
                });
    }
}
