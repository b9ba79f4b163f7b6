package io.github.klibras.jdbi;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.leaderboard.Audience;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.store.Stores;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import javax.sql.DataSource;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Life in the database of a host who has tables. */
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
    void aSchemaOfItsOwnIsMadeBesideTheTablesOfTheHost() {
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
    void storesInATransactionOfTheHostWriteIntoTheirSchema() {
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
    void tablesOfThePythonServiceAreTakenOverOnlyOnPurpose() {
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
            handle.execute("alter table users add column hosts_own int");
        });
        String address = "a".repeat(580) + "@example.org";

        server.adopt(dataSource);

        jdbi.useHandle(handle -> handle.execute(
                "insert into users (email, username, password, role) values (?, 'wide', 'x', 'USER')", address));
        Stores stores = JdbiStores.over(dataSource);
        assertThat(stores.users()
                        .findByUsername(Learners.name("wide"))
                        .orElseThrow()
                        .points())
                .isEqualTo(100);
    }

    @Test
    void storesThatLookIntoAnotherSchemaSayWhich() {
        DataSource dataSource = server.migrated();

        assertThatThrownBy(
                        () -> JdbiStores.builder(dataSource).schema("nowhere").build())
                .isInstanceOf(SchemaMissingException.class)
                .hasMessageContaining("'nowhere'");
    }

    @Test
    void aNameThatWouldNeedEscapingIsRefused() {
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
