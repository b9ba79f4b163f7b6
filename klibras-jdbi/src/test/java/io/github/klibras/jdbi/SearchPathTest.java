package io.github.klibras.jdbi;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** PostgreSQL looks for tables in several schemas, and creates them in the first one. */
@Tag("one-jdk")
class SearchPathTest {

    private final String database = PostgresServer.INSTANCE.newDatabase();
    private final PGSimpleDataSource dataSource = PostgresServer.INSTANCE.database(database);

    private PGSimpleDataSource searching(String path) {
        PGSimpleDataSource searching = PostgresServer.INSTANCE.database(database);
        searching.setOptions("-c search_path=" + path);
        return searching;
    }

    private void makeSchemas() {
        Jdbi.create(dataSource).useHandle(handle -> {
            handle.execute("create schema app");
            handle.execute("create schema \"" + dataSource.getUser() + "\"");
        });
    }

    private void makePythonTables() {
        Jdbi.create(dataSource)
                .useHandle(handle -> handle.createScript(PostgresServer.INSTANCE.script("create_all.sql"))
                        .execute());
    }

    @ParameterizedTest
    @ValueSource(strings = {"app,public", "\"$user\",public"})
    void noSecondSetOfTablesIsCreatedBesideTheOneInUse(String path) {
        makePythonTables();
        makeSchemas();

        assertThatThrownBy(() -> PostgresServer.INSTANCE.adopt(searching(path)))
                .isInstanceOf(SchemaConflictException.class)
                .hasMessageContaining("in the schema 'public'")
                .hasMessageContaining("schema(\"public\")");

        assertThat(KlibrasMigrations.builder(searching(path))
                        .schema("public")
                        .adoptPythonTables()
                        .build()
                        .migrate()
                        .applied())
                .isEqualTo(1);
        assertThat(JdbiStores.over(searching(path)).users().findById(1)).isPresent();
    }

    /** Enums have names of their own on PostgreSQL, and so does the Python service's. */
    @Test
    void hostTypeWithTheNameOfOursIsReported() {
        Jdbi.create(dataSource).useHandle(handle -> handle.execute("create type roles_enum as enum ('GUEST')"));

        assertThatThrownBy(() -> KlibrasMigrations.migrate(dataSource))
                .isInstanceOf(SchemaConflictException.class)
                .hasMessageContaining("users.role is")
                .hasMessageContaining("(expected: an enum of 'USER' and 'ADMIN'");
    }

    @Test
    void namedSchemaOverridesTheSearchPath() {
        makePythonTables();
        makeSchemas();

        KlibrasMigrations.builder(searching("app,public")).schema("app").build().migrate();

        assertThat(JdbiStores.builder(dataSource).schema("app").build().users().findById(1))
                .isEmpty();
    }

    @Test
    void searchPathWithoutASchemaIsReported() {
        assertThatThrownBy(() -> KlibrasMigrations.migrate(searching("nowhere")))
                .isInstanceOf(SchemaConflictException.class)
                .hasMessageContaining("schema(");
    }

    @Test
    void roleColumnOfAHostTypeIsNotAdopted() {
        makePythonTables();
        Jdbi.create(dataSource).useHandle(handle -> {
            handle.execute("create type hosts_role as enum ('GUEST')");
            handle.execute("alter table users drop column role");
            handle.execute("alter table users add column role hosts_role not null default 'GUEST'");
        });

        assertThatThrownBy(() -> PostgresServer.INSTANCE.adopt(dataSource))
                .isInstanceOf(SchemaConflictException.class)
                .hasMessageContaining("users.role is hosts_role ('GUEST') (expected: an enum");
    }

    @Test
    void timeoutOfTheMigrationLockIsReported() throws Exception {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(hashtext('klibras.migration'))");
            KlibrasMigrations migrations = KlibrasMigrations.builder(dataSource)
                    .lockTimeout(Duration.ofSeconds(1))
                    .build();

            assertThatThrownBy(migrations::migrate).hasMessageContaining("for PT1S");
        }
        assertThat(KlibrasMigrations.migrate(dataSource).applied()).isEqualTo(1);
    }
}
