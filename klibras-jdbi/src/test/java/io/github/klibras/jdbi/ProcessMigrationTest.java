package io.github.klibras.jdbi;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Several processes that migrate at once, as when several instances of an application start. */
@Tag("one-jdk")
class ProcessMigrationTest {

    private static final int PROCESSES = 3;

    /** A database that other processes can connect to, named after the product and the script that filled it. */
    private record Target(String name, String url, String user, String password) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (String script : List.of("empty", "create_all.sql", "alembic.sql")) {
            PGSimpleDataSource postgres = PostgresServer.INSTANCE.database(PostgresServer.INSTANCE.newDatabase());
            fill(PostgresServer.INSTANCE, Jdbi.create(postgres), script);
            targets.add(new Target(
                    "PostgreSQL, " + script,
                    String.valueOf(postgres.getURL()).split("\\?", 2)[0],
                    String.valueOf(postgres.getUser()),
                    String.valueOf(postgres.getPassword())));
            if (MySqlServer.available()) {
                String url = MySqlServer.CONNECTOR_J.newDatabaseUrl();
                fill(MySqlServer.CONNECTOR_J, Jdbi.create(MySqlServer.CONNECTOR_J.database(url)), script);
                targets.add(new Target(
                        "MySQL, " + script,
                        url,
                        String.valueOf(System.getenv("KLIBRAS_MYSQL_USER")),
                        String.valueOf(System.getenv("KLIBRAS_MYSQL_PASSWORD"))));
            }
            if (MariaDbServer.available()) {
                String url = MariaDbServer.INSTANCE.newDatabaseUrl();
                fill(MariaDbServer.INSTANCE, Jdbi.create(MariaDbServer.database(url)), script);
                targets.add(new Target(
                        "MariaDB, " + script,
                        url,
                        String.valueOf(System.getenv("KLIBRAS_MARIADB_USER")),
                        String.valueOf(System.getenv("KLIBRAS_MARIADB_PASSWORD"))));
            }
        }
        return targets.stream();
    }

    private static void fill(TestServer server, Jdbi jdbi, String script) {
        if (!script.equals("empty")) {
            jdbi.useHandle(handle -> handle.createScript(server.script(script)).execute());
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void onlyOneProcessMigrates(Target target) throws Exception {
        List<Process> processes = new ArrayList<>();
        try {
            List<BufferedReader> outputs = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                Process process = start(target);
                processes.add(process);
                outputs.add(
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
            }
            for (BufferedReader output : outputs) {
                assertThat(output.readLine()).isEqualTo("ready");
            }
            for (Process process : processes) {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
            }
            assertThat(outputs.stream().map(ProcessMigrationTest::line)).containsExactlyInAnyOrder("1", "0", "0");
            for (Process process : processes) {
                assertThat(process.waitFor()).isZero();
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    private static String line(BufferedReader output) {
        try {
            return String.valueOf(output.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process start(Target target) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dcom.zaxxer.hikari.aliveBypassWindowMs=0",
                        MigrateMain.class.getName(),
                        target.url(),
                        target.user(),
                        target.password())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
