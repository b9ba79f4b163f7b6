package io.github.klibras.jdbi;

import io.github.klibras.core.catalog.NewSign;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * MariaDB and MySQL store a table with the default engine of the session unless one is named; not all
 * support transactions.
 */
abstract class StorageEngineTests {

    private final TestServer server;

    StorageEngineTests(TestServer server) {
        this.server = server;
    }

    @Test
    void awardDoesNotSurviveARollbackWhateverTheDefaultEngine() throws SQLException {
        DataSource dataSource = server.empty();
        KlibrasMigrations.migrate(preferringMyIsam(dataSource));
        JdbiStores stores = JdbiStores.over(dataSource);
        long ana = Learners.register(stores, "ana");
        long sign = stores.catalog().addSign(new NewSign("a", "", "a", 10)).id();

        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            stores.within(connection).progress().learnSign(ana, sign);
            connection.rollback();
        }

        assertThat(stores.users().findById(ana).orElseThrow().points()).isZero();
        assertThat(stores.progress().knownSigns(ana)).isEmpty();
    }

    @Test
    void tablesWithoutTransactionsAreNotAdopted() {
        DataSource dataSource = server.empty();
        Jdbi.create(preferringMyIsam(dataSource))
                .useHandle(handle ->
                        handle.createScript(server.script("create_all.sql")).execute());

        assertThatThrownBy(() -> server.adopt(dataSource))
                .isInstanceOf(SchemaConflictException.class)
                .hasMessageContaining("users is stored by the engine MyISAM");
        assertThat(server.tables(dataSource)).doesNotContain(KlibrasMigrations.HISTORY);
    }

    @Test
    void storesRefuseTablesThatHaveLostTheirTransactions() {
        DataSource dataSource = server.migrated();
        Jdbi.create(dataSource)
                .useHandle((Handle handle) -> handle.execute("alter table processing_job_videos engine MyISAM"));

        assertThatThrownBy(() -> JdbiStores.over(dataSource))
                .isInstanceOf(SchemaConflictException.class)
                .hasMessageContaining("processing_job_videos is stored by the engine MyISAM");
    }

    /** There, a changed type drops every attribute that the statement does not name. */
    @Test
    void widenedColumnKeepsItsCommentAndItsUpdateRule() {
        DataSource dataSource = server.madeBy("create_all.sql");
        Jdbi jdbi = Jdbi.create(dataSource);
        jdbi.useHandle(handle -> {
            handle.execute(
                    "alter table processing_jobs modify column created_at datetime not null"
                            + " default current_timestamp on update current_timestamp comment 'it''s the host''s, current_timestamp'");
            handle.execute(
                    "alter table users modify column email varchar(50) not null comment '`email` varchar(1), current_timestamp'");
        });

        server.adopt(dataSource);

        List<String> columns = jdbi.withHandle(handle -> handle.select(
                        "select concat_ws('|', column_type, lower(column_default), lower(extra), column_comment)"
                                + " from information_schema.columns where table_schema = database()"
                                + " and column_name in ('created_at', 'email') order by column_name")
                .mapTo(String.class)
                .list());
        assertThat(columns)
                .satisfiesExactly(
                        createdAt -> assertThat(createdAt)
                                .startsWith("datetime(6)|current_timestamp(6)|")
                                .contains("on update current_timestamp(6)|")
                                .endsWith("|it's the host's, current_timestamp"),
                        email -> assertThat(email)
                                .startsWith("varchar(254)|")
                                .endsWith("|`email` varchar(1), current_timestamp"));
    }

    /** Sets the engine per session, since other tests use the server's settings meanwhile. */
    private static DataSource preferringMyIsam(DataSource target) {
        return Connections.from(() -> {
            Connection connection = target.getConnection();
            try (Statement statement = connection.createStatement()) {
                statement.execute("set default_storage_engine = MyISAM");
            }
            return connection;
        });
    }
}
