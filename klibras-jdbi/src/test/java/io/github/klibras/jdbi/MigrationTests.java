package io.github.klibras.jdbi;

import io.github.klibras.core.StoreException;
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

import javax.sql.DataSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

abstract class MigrationTests {

    private static final String LATEST = "3";

    private final TestServer server;

    MigrationTests(TestServer server) {
        this.server = server;
    }

    @Test
    void anEmptyDatabaseGetsTheSchema() {
        DataSource dataSource = server.empty();

        assertThat(KlibrasMigrations.migrate(dataSource)).isEqualTo(new MigrationReport(3, LATEST));

        assertThat(JdbiStores.over(dataSource).leaderboard().top(Audience.EVERYBODY, 10))
                .isEmpty();
    }

    @Test
    void aSecondMigrationFindsNothingToDo() {
        DataSource dataSource = server.migrated();

        assertThat(KlibrasMigrations.migrate(dataSource)).isEqualTo(new MigrationReport(0, LATEST));
    }

    @Test
    void aDatabaseOfThePythonServiceIsTakenOverWithItsRows() {
        DataSource dataSource = server.madeBy("create_all.sql");

        assertThat(KlibrasMigrations.migrate(dataSource)).isEqualTo(new MigrationReport(3, LATEST));

        Stores stores = JdbiStores.over(dataSource);
        assertThat(stores.users().findById(1)).contains(new User(1, "ana@example.org", "ana", Role.USER, 25));
        assertThat(stores.users().findCredentials(new EmailAddress("bia@example.org")))
                .contains(new Credentials(2, "$2b$12$hash-of-bia"));
        assertThat(stores.progress().knownSigns(1)).hasSize(2);
        assertThat(stores.catalog().modules()).hasSize(2);
        assertThat(stores.progress().learnSign(1, 3)).isEqualTo(new Granted(3, 10, 35));
        assertThat(register(stores, "caio")).isEqualTo(3);
    }

    @Test
    void aDatabaseOfThePythonServicesOwnMigrationsIsTakenOverToo() {
        DataSource dataSource = server.madeBy("alembic.sql");

        KlibrasMigrations.migrate(dataSource);

        Stores stores = JdbiStores.over(dataSource);
        assertThat(stores.users().findById(1)).contains(new User(1, "ana@example.org", "ana", Role.USER, 0));
        assertThat(register(stores, "a".repeat(Username.MAX_LENGTH))).isEqualTo(2);
    }

    @Test
    void aDatabaseOfThePreviousVersionIsBroughtUpToDateWithItsRows() {
        DataSource dataSource = server.madeBy("create_all.sql");
        server.migrateTo(dataSource, "2");
        Jdbi.create(dataSource)
                .useHandle(handle -> handle.execute("update processing_jobs set state = 'QUEUED', relay_until = null,"
                        + " message_confirmed = false where job_id = 'pending'"));

        assertThat(KlibrasMigrations.migrate(dataSource)).isEqualTo(new MigrationReport(1, LATEST));

        Stores stores = JdbiStores.over(dataSource);
        assertThat(columns(dataSource)).isEqualTo(columns(server.migrated()));
        assertThat(stores.users().findById(1).orElseThrow().points()).isEqualTo(25);
        assertThat(stores.progress().learntSigns(1))
                .hasSize(2)
                .as("it is not known when they were learnt")
                .allMatch(learnt -> learnt.learntAt() == null);
        assertThat(stores.jobs().find(new JobId("pending")).orElseThrow().signId())
                .isNull();
        assertThat(stores.jobs().takeUnpublished(Instant.now(), Instant.now(), Instant.now(), 10))
                .extracting(job -> job.id().value())
                .containsExactly("pending");
    }

    @Test
    void storesOnAnOlderSchemaSayThatItMustBeMigrated() {
        DataSource dataSource = server.empty();
        server.migrateTo(dataSource, "2");

        assertThatThrownBy(() -> JdbiStores.over(dataSource)).isInstanceOf(SchemaMissingException.class);
    }

    @Test
    void whereverTheSchemaComesFromItIsTheSame() {
        List<Map<String, Object>> columns = columns(server.migrated());

        for (String script : List.of("create_all.sql", "alembic.sql")) {
            DataSource dataSource = server.madeBy(script);
            KlibrasMigrations.migrate(dataSource);
            assertThat(columns(dataSource)).as(script).isEqualTo(columns);
        }
    }

    @Test
    void rowsOfTheApplicationsOwnTablesStay() {
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

    @RepeatedTest(10)
    void ofSeveralMigrationsAtOnceOneDoesTheWork() {
        onlyOneMigrates(server.madeBy("create_all.sql"));
    }

    @RepeatedTest(10)
    void ofSeveralMigrationsOfAnEmptyDatabaseAtOnceOneDoesTheWork() {
        onlyOneMigrates(server.empty());
    }

    private void onlyOneMigrates(DataSource dataSource) {
        List<MigrationReport> reports = Race.run(4, i -> KlibrasMigrations.migrate(dataSource));

        assertThat(reports).extracting(MigrationReport::version).containsOnly(LATEST);
        assertThat(reports).extracting(MigrationReport::applied).containsExactlyInAnyOrder(3, 0, 0, 0);
    }

    @Test
    void aMigrationThatTheDatabaseRefusesIsReported() {
        DataSource dataSource = server.madeBy("create_all.sql");
        Jdbi.create(dataSource).useHandle(handle -> {
            handle.execute("alter table processing_jobs drop column created_at");
        });

        assertThatThrownBy(() -> KlibrasMigrations.migrate(dataSource))
                .isExactlyInstanceOf(StoreException.class)
                .hasMessageContaining("migration");
    }

    private static long register(Stores stores, String name) {
        NewUser user = new NewUser(new EmailAddress("c@example.org"), new Username(name), "hash", Role.USER);
        return ((Registered) stores.users().insert(user)).user().id();
    }

    private List<Map<String, Object>> columns(DataSource dataSource) {
        return Jdbi.create(dataSource)
                .withHandle(handle ->
                        handle.select("""
                        select table_name, column_name, data_type, character_maximum_length, is_nullable, column_default,
                            datetime_precision, collation_name
                        from information_schema.columns
                        where lower(table_schema) = %s and lower(table_name) not like '%%history'
                            and lower(table_name) <> 'alembic_version'
                        order by table_name, column_name
                        """.formatted(server.schema())).mapToMap().list());
    }
}
