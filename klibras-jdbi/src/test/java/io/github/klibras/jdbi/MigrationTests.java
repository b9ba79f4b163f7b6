package io.github.klibras.jdbi;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.leaderboard.Audience;
import io.github.klibras.core.progress.Award.Granted;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.Credentials;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.User;
import io.github.klibras.core.user.Username;
import io.github.klibras.testkit.Race;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import javax.sql.DataSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

abstract class MigrationTests {

    private static final String LATEST = "10";

    private final TestServer server;

    MigrationTests(TestServer server) {
        this.server = server;
    }

    @Test
    void anEmptyDatabaseGetsTheSchema() {
        DataSource dataSource = server.empty();

        assertThat(KlibrasMigrations.migrate(dataSource)).isEqualTo(new MigrationReport(1, LATEST));

        assertThat(JdbiStores.over(dataSource).leaderboard().top(Audience.EVERYBODY, 10))
                .isEmpty();
    }

    @Test
    void freshStartLogsNoWarning() {
        DataSource dataSource = server.empty();

        List<String> warnings = RecordedLog.of("", Level.WARNING, () -> {
            KlibrasMigrations.migrate(dataSource);
            KlibrasMigrations.migrate(dataSource);
        });

        assertThat(warnings).isEmpty();
    }

    @Test
    void secondMigrationDoesNothing() {
        DataSource dataSource = server.migrated();

        assertThat(KlibrasMigrations.migrate(dataSource)).isEqualTo(new MigrationReport(0, LATEST));
    }

    @Test
    void databaseOfThePythonServiceIsAdoptedWithItsRows() {
        DataSource dataSource = server.madeBy("create_all.sql");

        assertThat(server.adopt(dataSource)).isEqualTo(new MigrationReport(1, LATEST));

        Stores stores = JdbiStores.over(dataSource);
        assertThat(stores.users().findById(1))
                .contains(new User(1, new EmailAddress("ana@example.org"), new Username("ana"), Role.USER, 25));
        assertThat(stores.users().findCredentials(new EmailAddress("bia@example.org")))
                .contains(new Credentials(2, "$2b$12$hash-of-bia"));
        assertThat(stores.progress().knownSigns(1)).hasSize(2);
        assertThat(stores.catalog().modules()).hasSize(2);
        assertThat(stores.progress().learnSign(1, 3)).isEqualTo(new Granted(3, 10, 35));
        assertThat(register(stores, "caio")).isEqualTo(3);
    }

    @Test
    void databaseMadeByThePythonServicesMigrationsIsAdopted() {
        DataSource dataSource = server.madeBy("alembic.sql");

        server.adopt(dataSource);

        Stores stores = JdbiStores.over(dataSource);
        assertThat(stores.users().findById(1))
                .contains(new User(1, new EmailAddress("ana@example.org"), new Username("ana"), Role.USER, 0));
        assertThat(register(stores, "a".repeat(Username.MAX_LENGTH))).isEqualTo(2);
    }

    @Test
    void databaseOfThePreviousVersionIsMigratedWithItsRows() {
        assumeTrue(server.hasEarlierVersions(), "KLibras has had one schema only on this database");
        DataSource dataSource = server.madeBy("create_all.sql");
        server.migrateTo(dataSource, "2");
        Jdbi.create(dataSource)
                .useHandle(handle -> handle.execute("update processing_jobs set state = 'QUEUED', relay_until = null,"
                        + " message_confirmed = false where job_id = 'pending'"));

        assertThat(KlibrasMigrations.migrate(dataSource)).isEqualTo(new MigrationReport(2, LATEST));

        Stores stores = JdbiStores.over(dataSource);
        assertThat(server.columns(dataSource)).isEqualTo(server.columns(server.migrated()));
        assertThat(stores.users().findById(1).orElseThrow().points()).isEqualTo(25);
        assertThat(stores.progress().learnedSigns(1))
                .hasSize(2)
                .as("it is not known when they were learned")
                .allMatch(learned -> learned.learnedAt() == null);
        assertThat(stores.jobs().find(new JobId("pending")).orElseThrow().signId())
                .isNull();
        assertThat(stores.jobs().takeUnpublished(Instant.now(), Instant.now(), Instant.now(), 10))
                .extracting(job -> job.id().value())
                .containsExactly("pending");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyEarlierVersionMigratesToTheSchemaOfAFreshOne(int version) {
        assumeTrue(server.hasEarlierVersions(), "KLibras has had one schema only on this database");
        List<Map<String, Object>> columns = server.columns(server.migrated());

        for (DataSource begun :
                List.of(server.empty(), server.madeBy("create_all.sql"), server.madeBy("alembic.sql"))) {
            server.migrateTo(begun, String.valueOf(version));
            assertThat(KlibrasMigrations.migrate(begun)).isEqualTo(new MigrationReport(4 - version, LATEST));
            assertThat(server.columns(begun)).isEqualTo(columns);
        }
    }

    @Test
    void storesRefuseAnOlderSchema() {
        assumeTrue(server.hasEarlierVersions(), "KLibras has had one schema only on this database");
        DataSource dataSource = server.empty();
        server.migrateTo(dataSource, "2");

        assertThatThrownBy(() -> JdbiStores.over(dataSource)).isInstanceOf(SchemaMissingException.class);
    }

    @Test
    void adoptedSchemaEqualsAFreshOne() {
        List<Map<String, Object>> columns = server.columns(server.migrated());

        for (String script : List.of("create_all.sql", "alembic.sql")) {
            DataSource dataSource = server.madeBy(script);
            server.adopt(dataSource);
            assertThat(server.columns(dataSource)).as(script).isEqualTo(columns);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alter table processing_jobs drop column state | processing_jobs.state is missing",
                "drop table processing_job_videos | processing_job_videos is missing",
                "alter table signs drop column pontos | signs.pontos is missing",
            })
    void incompleteSchemaIsReportedAfterAMigration(String damage, String reported) {
        DataSource dataSource = server.migrated();
        Jdbi.create(dataSource).useHandle(handle -> handle.execute(damage));

        assertThatThrownBy(() -> KlibrasMigrations.migrate(dataSource))
                .isInstanceOf(SchemaConflictException.class)
                .hasMessageContaining(reported);
    }

    @Test
    void aColumnOfAnotherTypeIsReportedAfterAMigration() {
        DataSource dataSource = server.migrated();
        Jdbi.create(dataSource).useHandle(handle -> {
            handle.execute("alter table signs drop column pontos");
            handle.execute("alter table signs add column pontos varchar(10)");
        });

        assertThatThrownBy(() -> KlibrasMigrations.migrate(dataSource))
                .isInstanceOf(SchemaConflictException.class)
                .hasMessageContaining("signs.pontos is")
                .hasMessageContaining(", nullable (expected: integer)");
    }

    @Test
    void rowsOfTheApplicationsOwnTablesAreKept() {
        DataSource dataSource = server.empty();
        Jdbi jdbi = Jdbi.create(dataSource);
        jdbi.useHandle(handle -> {
            handle.execute("create table flyway_schema_history (mine int)");
            handle.execute("insert into flyway_schema_history values (1)");
        });

        KlibrasMigrations.migrate(dataSource);

        assertThat(jdbi.<Integer, RuntimeException>withHandle(
                        handle -> handle.select("select mine from flyway_schema_history")
                                .mapTo(Integer.class)
                                .one()))
                .isEqualTo(1);
    }

    @RepeatedTest(5)
    void onlyOneOfSeveralConcurrentAdoptionsDoesTheWork() {
        onlyOneMigrates(server.madeBy("create_all.sql"));
    }

    @RepeatedTest(5)
    void onlyOneOfSeveralConcurrentMigrationsDoesTheWork() {
        onlyOneMigrates(server.empty());
    }

    private void onlyOneMigrates(DataSource dataSource) {
        List<MigrationReport> reports = Race.run(4, i -> server.adopt(dataSource));

        assertThat(reports).extracting(MigrationReport::version).containsOnly(LATEST);
        assertThat(reports).extracting(MigrationReport::applied).containsExactlyInAnyOrder(1, 0, 0, 0);
    }

    private static long register(Stores stores, String name) {
        NewUser user = new NewUser(new EmailAddress("c@example.org"), new Username(name), "hash", Role.USER);
        return ((Registered) stores.users().insert(user)).user().id();
    }
}
