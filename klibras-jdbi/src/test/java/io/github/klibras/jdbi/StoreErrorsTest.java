package io.github.klibras.jdbi;

import com.zaxxer.hikari.HikariDataSource;
import io.github.klibras.core.StoreException;
import io.github.klibras.core.UnstorableException;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.Username;
import org.h2.jdbcx.JdbcDataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StoreErrorsTest {

    @Test
    void unsupportedDatabaseIsNamedAlongWithTheSupportedOnes() {
        DataSource oracle = dataSourceOf("Oracle");

        assertThatThrownBy(() -> JdbiStores.over(oracle))
                .isInstanceOf(UnsupportedDatabaseException.class)
                .hasMessage("The database 'Oracle' is not supported; supported: PostgreSQL, MariaDB, MySQL, H2");
        assertThatThrownBy(() -> KlibrasMigrations.migrate(oracle)).isInstanceOf(UnsupportedDatabaseException.class);
    }

    @Test
    void aMissingMigrationIsReportedWithTheCallToMake() {
        assertThatThrownBy(() -> JdbiStores.over(H2Server.INSTANCE.empty()))
                .isInstanceOf(SchemaMissingException.class)
                .hasMessageContaining("KlibrasMigrations");
        assertThatThrownBy(() -> JdbiStores.over(H2Server.INSTANCE.madeBy("create_all.sql")))
                .isInstanceOf(SchemaMissingException.class);
    }

    @Test
    void tableDroppedLaterIsReported() {
        DataSource dataSource = H2Server.INSTANCE.migrated();
        Stores stores = JdbiStores.over(dataSource);
        Jdbi.create(dataSource).useHandle(handle -> handle.execute("drop table processing_jobs"));

        assertThatThrownBy(() -> stores.jobs().find(new JobId("x"))).isInstanceOf(SchemaMissingException.class);
    }

    @Test
    void aDatabaseThatCannotBeReachedIsReported() {
        JdbcDataSource nowhere = new JdbcDataSource();
        nowhere.setURL("jdbc:h2:tcp://127.0.0.1:1/x");

        assertThatThrownBy(() -> JdbiStores.over(nowhere))
                .isExactlyInstanceOf(StoreException.class)
                .hasMessageContaining("No connection to the database");
        assertThatThrownBy(() -> KlibrasMigrations.migrate(nowhere)).isExactlyInstanceOf(StoreException.class);
    }

    /** It would lose writes. */
    @Test
    void dataSourceWithoutAutoCommitIsRefused() {
        String url = H2Server.memoryUrl();
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(url);
            pool.setAutoCommit(false);
            KlibrasMigrations.migrate(pool);

            assertThatThrownBy(() -> JdbiStores.over(pool))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("auto-commit");
        }
    }

    @Test
    void aRefusedStatementIsReportedWithoutItsValues() {
        Stores stores = JdbiStores.over(H2Server.INSTANCE.migrated());
        NewUser tooLong = new NewUser(
                new EmailAddress("ana@example.org"), new Username("ana"), "secret-hash".repeat(20), Role.USER);

        assertThatThrownBy(() -> stores.users().insert(tooLong))
                .isExactlyInstanceOf(UnstorableException.class)
                .hasMessage("The database refuses a value as out of its range or form (SQLState 22001)")
                .cause()
                .message()
                .doesNotContain("ana@example.org");
    }

    /** Returns a data source whose connections know nothing but the name of their database. */
    private static DataSource dataSourceOf(String product) {
        DatabaseMetaData metaData = proxy(DatabaseMetaData.class, "getDatabaseProductName", product);
        Connection connection = proxy(Connection.class, "getMetaData", metaData);
        return proxy(DataSource.class, "getConnection", connection);
    }

    private static <T> T proxy(Class<T> type, String method, Object result) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, called, arguments) -> called.getName().equals(method) ? result : null));
    }
}
