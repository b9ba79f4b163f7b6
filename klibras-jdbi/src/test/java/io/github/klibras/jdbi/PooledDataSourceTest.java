package io.github.klibras.jdbi;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.StoreException;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.progress.Award.Granted;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.Username;
import io.github.klibras.testkit.Race;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PooledDataSourceTest {

    private static final String SECRET = "s3cret-Passw0rd";
    private static final PoolConfig SMALL = PoolConfig.builder()
            .maximumPoolSize(2)
            .connectionTimeout(Duration.ofMillis(250))
            .build();

    @Test
    void dataOfAFileIsKeptWhenItIsReopened(@TempDir Path folder) {
        String url = "jdbc:h2:file:" + folder.resolve("klibras").toAbsolutePath();
        Sign sign;
        try (PooledDataSource pool = PooledDataSource.open(url, "sa", SECRET, SMALL)) {
            KlibrasMigrations.migrate(pool);
            sign = JdbiStores.over(pool).catalog().addSign(new NewSign("Bom dia", "", "bom_dia", 10));
        }

        try (PooledDataSource pool = PooledDataSource.open(url, "sa", SECRET, SMALL)) {
            assertThat(KlibrasMigrations.migrate(pool).applied()).isZero();
            assertThat(JdbiStores.over(pool).catalog().signs()).containsExactly(sign);
        }
    }

    @Test
    void aWrongPasswordIsReportedWithoutShowingIt(@TempDir Path folder) {
        String url = "jdbc:h2:file:" + folder.resolve("klibras").toAbsolutePath();
        PooledDataSource.open(url, "sa", "right", SMALL).close();

        assertThatThrownBy(() -> PooledDataSource.open(url, "sa", SECRET, SMALL))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("does not accept the user 'sa'")
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(SECRET));
    }

    @Test
    void aUrlWithoutADriverIsReported() {
        assertThatThrownBy(() -> PooledDataSource.open("jdbc:nonsense:x?key=" + SECRET, "sa", SECRET, SMALL))
                .isInstanceOf(StoreException.class)
                .hasMessage("There is no JDBC driver for jdbc:nonsense:x on the class path")
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(SECRET));
    }

    @Test
    void aDatabaseThatCannotBeReachedIsReported() {
        assertThatThrownBy(() -> PooledDataSource.open("jdbc:h2:tcp://127.0.0.1:1/x", "sa", SECRET, SMALL))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("The database at jdbc:h2:tcp://127.0.0.1:1/x cannot be reached")
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(SECRET));
    }

    @Test
    void aPasswordInTheUrlIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> PooledDataSource.open("jdbc:h2:mem:x;PASSWORD=" + SECRET, "sa", "", SMALL))
                .isInstanceOf(InvalidInputException.class)
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(SECRET));
    }

    @Test
    void toStringOfAPoolShowsNoCredentials() {
        try (PooledDataSource pool = PooledDataSource.open("jdbc:h2:mem:text;DB_CLOSE_DELAY=0", "sa", SECRET, SMALL)) {
            assertThat(pool).hasToString("PooledDataSource[jdbc:h2:mem:text]");
        }
    }

    @Test
    void anExhaustedPoolIsReportedAfterItsTimeout() throws SQLException {
        try (PooledDataSource pool = PooledDataSource.open(H2Server.memoryUrl(), "sa", "", SMALL)) {
            Stores stores = migratedStores(pool);
            try (Connection first = pool.getConnection();
                    Connection second = pool.getConnection()) {
                assertThat(first).isNotSameAs(second);
                assertThatThrownBy(() -> stores.users().findById(1))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("No connection to the database");
            }
            assertThat(stores.users().findById(1)).isEmpty();
        }
    }

    @Test
    void aClosedPoolIsReported() {
        PooledDataSource pool = PooledDataSource.open(H2Server.memoryUrl(), "sa", "", SMALL);
        Stores stores = migratedStores(pool);

        pool.close();

        assertThatThrownBy(() -> stores.users().findById(1)).isInstanceOf(StoreException.class);
    }

    @Test
    void passwordsOfTrustStoresAreNeitherShownNorLogged() {
        PoolConfig config = PoolConfig.builder()
                .maximumPoolSize(1)
                .driverProperty("IGNORE_UNKNOWN_SETTINGS", "TRUE")
                .driverProperty("sslpassword", SECRET)
                .driverProperty("trustCertificateKeyStorePassword", SECRET)
                .build();

        List<String> logged = RecordedLog.of("com.zaxxer.hikari", Level.ALL, () -> {
            try (PooledDataSource pool = PooledDataSource.open(H2Server.memoryUrl(), "sa", SECRET, config)) {
                assertThat(pool.toString()).doesNotContain(SECRET);
            }
        });

        assertThat(logged).isNotEmpty().noneMatch(line -> line.contains(SECRET));
        assertThat(config.toString()).contains("sslpassword").doesNotContain(SECRET);
    }

    @Test
    void aPoolOpensWithoutAWarning() {
        for (PoolConfig config : List.of(PoolConfig.defaults(), PoolConfig.ofPythonService(), SMALL)) {
            List<String> warnings = RecordedLog.of(
                    "",
                    Level.WARNING,
                    () -> PooledDataSource.open(H2Server.memoryUrl(), "sa", "", config)
                            .close());

            assertThat(warnings).isEmpty();
        }
    }

    @Test
    void driverTimeoutTakesEffect() {
        PGSimpleDataSource postgres = PostgresServer.INSTANCE.database(PostgresServer.INSTANCE.newDatabase());
        PoolConfig config =
                PoolConfig.builder().driverProperty("socketTimeout", "1").build();
        try (PooledDataSource pool = PooledDataSource.open(
                String.valueOf(postgres.getURL()).split("\\?", 2)[0],
                String.valueOf(postgres.getUser()),
                String.valueOf(postgres.getPassword()),
                config)) {
            assertThatThrownBy(() -> Jdbi.create(pool).useHandle(handle -> handle.execute("select pg_sleep(60)")))
                    .hasRootCauseInstanceOf(SocketTimeoutException.class);
        }
    }

    /** H2 does not expose lost updates, so this is a smoke test; races count on PostgreSQL and MariaDB only. */
    @Test
    void eightThreadsShareThePool() {
        PoolConfig config = PoolConfig.builder().maximumPoolSize(4).build();
        try (PooledDataSource pool = PooledDataSource.open(H2Server.memoryUrl(), "sa", "", config)) {
            Stores stores = migratedStores(pool);
            NewUser user = new NewUser(new EmailAddress("ana@example.org"), new Username("ana"), "hash", Role.USER);
            long ana = ((Registered) stores.users().insert(user)).user().id();
            List<Sign> signs = Race.run(8, i -> stores.catalog().addSign(new NewSign("s" + i, "", "s" + i, 1 << i)));

            List<Award> awards = Race.run(
                    8, i -> stores.progress().learnSign(ana, signs.get(i).id()));

            assertThat(awards).allMatch(Granted.class::isInstance);
            assertThat(stores.users().findById(ana).orElseThrow().points()).isEqualTo(255);
        }
    }

    private static Stores migratedStores(PooledDataSource pool) {
        KlibrasMigrations.migrate(pool);
        return JdbiStores.over(pool);
    }

    private static String stackTrace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
