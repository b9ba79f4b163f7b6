package io.github.klibras.jdbi;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.leaderboard.Audience;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.store.Stores;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import javax.sql.DataSource;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** KLibras as a guest in the database of a host that has tables of its own. */
abstract class GuestTests {

    private static final String HOSTS_USERS = """
            create table users (id int not null primary key, email varchar(320) not null, username varchar(80) not null,
                password varchar(255) not null, points int default 100 not null)
            """;

    private final TestServer server;

    GuestTests(TestServer server) {
        this.server = server;
    }

    @Test
    void separateSchemaIsCreatedBesideTheTablesOfTheHost() {
        DataSource dataSource = server.empty();
        Jdbi host = Jdbi.create(dataSource);
        host.useHandle(handle -> handle.execute(HOSTS_USERS));
        List<Map<String, Object>> before = server.columns(dataSource);
        String schema = server.newSchemaName();

        MigrationReport first = migrations(dataSource).schema(schema).build().migrate();
        MigrationReport second = migrations(dataSource).schema(schema).build().migrate();

        assertThat(first.applied()).isEqualTo(1);
        assertThat(second.applied()).isZero();
        Stores stores = JdbiStores.builder(dataSource).schema(schema).build();
        long ana = Learners.register(stores, "ana");
        long sign = stores.catalog().addSign(new NewSign("a", "", "a", 10)).id();
        assertThat(stores.progress().learnSign(ana, sign)).isInstanceOf(Award.Granted.class);
        assertThat(stores.leaderboard().top(Audience.EVERYBODY, 10)).hasSize(1);
        assertThat(server.columns(dataSource)).isEqualTo(before);
        host.useHandle(handle -> assertThat(handle.execute(
                        "insert into users (id, email, username, password) values (1, 'a@example.org', 'a', 'x')"))
                .isEqualTo(1));
    }

    @Test
    void storesInAHostTransactionWriteToTheirSchema() {
        DataSource dataSource = server.migrated();
        String schema = server.newSchemaName();
        migrations(dataSource).schema(schema).build().migrate();
        JdbiStores stores = JdbiStores.builder(dataSource).schema(schema).build();

        Jdbi.create(dataSource).useTransaction(handle -> Learners.register(stores.within(handle), "ana"));

        assertThat(stores.users().findByUsername(Learners.name("ana"))).isPresent();
        assertThat(JdbiStores.over(dataSource).users().findByUsername(Learners.name("ana")))
                .isEmpty();
    }

    @Test
    void tablesOfTheHostAreNotTouched() {
        DataSource dataSource = server.empty();
        Jdbi.create(dataSource).useHandle(handle -> handle.execute(HOSTS_USERS));
        List<Map<String, Object>> before = server.columns(dataSource);

        assertThatThrownBy(() -> KlibrasMigrations.migrate(dataSource))
                .isInstanceOf(SchemaConflictException.class)
                .hasMessageContaining("users")
                .hasMessageContaining("users.role is missing")
                .hasMessageContaining("schema(\"klibras\")");
        assertThatThrownBy(() -> server.adopt(dataSource))
                .isInstanceOf(SchemaConflictException.class)
                .hasMessageContaining("users.role is missing (expected: an enum");

        assertThat(server.columns(dataSource)).isEqualTo(before);
        assertThat(server.tables(dataSource)).containsExactly("users");
    }

    @Test
    void tablesOfThePythonServiceAreAdoptedOnlyOnRequest() {
        DataSource dataSource = server.madeBy("create_all.sql");
        List<Map<String, Object>> before = server.columns(dataSource);

        assertThatThrownBy(() -> KlibrasMigrations.migrate(dataSource))
                .isInstanceOf(SchemaConflictException.class)
                .hasMessageContaining("adoptPythonTables()");

        assertThat(server.columns(dataSource)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table processing_jobs drop column created_at",
                "alter table signs add column mandatory int not null",
                "drop index ix_users_email",
                "create table processing_job_videos (mine int)"
            })
    void allTablesAreCheckedBeforeOneIsChanged(String oddity) {
        DataSource dataSource = server.madeBy("create_all.sql");
        Jdbi.create(dataSource).useHandle(handle -> {
            handle.execute("delete from module_sign_association");
            handle.execute("delete from user_sign_association");
            handle.execute("delete from signs");
            handle.execute(oddity + (oddity.startsWith("drop index") ? server.onTable("users") : ""));
        });
        List<Map<String, Object>> before = server.columns(dataSource);
        List<String> tables = server.tables(dataSource);

        assertThatThrownBy(() -> server.adopt(dataSource)).isInstanceOf(SchemaConflictException.class);

        assertThat(server.columns(dataSource)).isEqualTo(before);
        assertThat(server.tables(dataSource)).isEqualTo(tables);
    }

    @Test
    void noColumnGetsNarrowerAndNoDefaultIsDropped() {
        DataSource dataSource = server.madeBy("create_all.sql");
        Jdbi jdbi = Jdbi.create(dataSource);
        jdbi.useHandle(handle -> {
            handle.execute(server.withLongerText("users", "email", 600));
            handle.execute("alter table users alter column points set default 100");
            handle.execute("alter table users alter column username set default 'wide'");
            handle.execute("alter table users alter column password set default 'a, ''secret''.'");
            handle.execute("alter table processing_jobs alter column created_at set default (current_timestamp)");
            handle.execute("alter table users add column hosts_own int");
        });
        String address = "a".repeat(580) + "@example.org";

        server.adopt(dataSource);

        jdbi.useHandle(handle -> {
            handle.execute("insert into users (email, role) values (?, 'USER')", address);
            assertThat(handle.select("select points, password from users where username = 'wide'")
                            .map((row, context) -> row.getInt(1) + " " + row.getString(2))
                            .one())
                    .isEqualTo("100 a, 'secret'.");
            handle.execute("insert into processing_jobs (job_id, user_id, expected_action, status)"
                    + " select 'of now', id, 'a', 'pending' from users where username = 'wide'");
        });
        assertThat(JdbiStores.over(dataSource).jobs().find(new JobId("of now"))).isPresent();
    }

    /** The first script of that version changed any tables it found, and then met a row that it could not keep. */
    @Test
    void failedMigrationOfAnEarlierVersionGivesNoRightToTheTables() {
        assumeTrue(server.hasEarlierVersions(), "KLibras has had one schema only on this database");
        DataSource dataSource = server.empty();
        Jdbi.create(dataSource).useHandle(handle -> {
            handle.execute(HOSTS_USERS);
            handle.execute(
                    "insert into users (id, email, username, password) values (1, ?, 'a', 'x')", "a".repeat(300));
        });
        assertThatThrownBy(() -> server.migrateTo(dataSource, "3")).isInstanceOf(FlywayException.class);
        List<Map<String, Object>> before = server.columns(dataSource);

        assertThatThrownBy(() -> KlibrasMigrations.migrate(dataSource))
                .isInstanceOf(SchemaConflictException.class)
                .hasMessageContaining("holds tables that KLibras has not made: users");
        assertThatThrownBy(() -> server.adopt(dataSource))
                .isInstanceOf(SchemaConflictException.class)
                .hasMessageContaining("users.role is missing");

        assertThat(server.columns(dataSource)).isEqualTo(before);
    }

    /**
     * The state that a kill leaves where each statement commits: some tables exist, and the history does not say
     * so yet.
     */
    @ParameterizedTest
    @ValueSource(strings = {"nothing", "create_all.sql"})
    void interruptedMigrationIsRepeated(String begun) {
        DataSource dataSource = begun.equals("nothing") ? server.empty() : server.madeBy(begun);
        server.adopt(dataSource);
        for (String left : List.of("processing_job_videos", "processing_jobs")) {
            Jdbi.create(dataSource).useHandle(handle -> {
                handle.execute("drop table " + left);
                handle.execute("delete from " + server.history() + " where " + server.quoted("version") + " = '10'");
            });

            assertThat(KlibrasMigrations.migrate(dataSource).applied()).isEqualTo(1);
        }
        assertThat(JdbiStores.over(dataSource).jobs().find(new JobId("any"))).isEmpty();
    }

    @Test
    void repeatedlyFailedMigrationIsRetried() {
        DataSource dataSource = server.migrated();
        Jdbi.create(dataSource).useHandle(handle -> {
            handle.execute("drop table processing_job_videos");
            handle.execute("update " + server.history() + " set " + server.quoted("success") + " = false where "
                    + server.quoted("version") + " = '10'");
            handle.execute("delete from " + server.history() + " where not " + server.quoted("success"));
        });

        assertThat(KlibrasMigrations.migrate(dataSource).applied()).isEqualTo(1);
    }

    /** A host may widen columns after a migration. */
    @Test
    void columnWiderThanRequiredIsAccepted() {
        DataSource dataSource = server.migrated();
        Jdbi.create(dataSource).useHandle(handle -> handle.execute(server.withLongerText("users", "password", 9000)));

        assertThat(KlibrasMigrations.migrate(dataSource).applied()).isZero();
    }

    /** Flyway refuses to begin in a schema that holds tables, such as ours. */
    @Test
    void hostFlywayRunsAfterOursOnlyIfSchemasAreSeparate() {
        DataSource shared = server.migrated();
        assertThatThrownBy(() -> hostsFlyway(shared).migrate())
                .isInstanceOf(FlywayException.class)
                .hasMessageContaining("non-empty schema");

        DataSource apart = server.empty();
        migrations(apart).schema(server.newSchemaName()).build().migrate();
        assertThat(hostsFlyway(apart).migrate().migrationsExecuted).isEqualTo(1);
    }

    private static Flyway hostsFlyway(DataSource dataSource) {
        return Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:io/github/klibras/jdbi/host")
                .load();
    }

    @Test
    void storesNameTheSchemaThatLacksTheTables() {
        DataSource dataSource = server.migrated();

        assertThatThrownBy(
                        () -> JdbiStores.builder(dataSource).schema("nowhere").build())
                .isInstanceOf(SchemaMissingException.class)
                .hasMessageContaining("'nowhere'");
    }

    @Test
    void schemaNameThatNeedsEscapingIsRefused() {
        for (String name : List.of("", "a b", "a\"b", "a`b", "a'b", "1a", "a;b", "x".repeat(64))) {
            assertThatThrownBy(() -> migrations(server.empty()).schema(name))
                    .as(name)
                    .isInstanceOf(InvalidInputException.class);
        }
    }

    private static KlibrasMigrations.Builder migrations(DataSource dataSource) {
        return KlibrasMigrations.builder(dataSource);
    }
}
