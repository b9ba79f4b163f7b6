package io.github.klibras.jdbi;

import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGSimpleDataSource;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** A pooler in front of one database of {@link PostgresServer}, on loopback, which runs until it is closed. */
final class PgBouncer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final PGSimpleDataSource target;
    private final int port;
    private final Process process;

    private PgBouncer(PGSimpleDataSource target, int port, Process process) {
        this.target = target;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts a pooler, or skips the test with a reason.
     *
     * @param mode transaction or session
     * @param folder for its files; must be the test's own
     */
    static PgBouncer start(String mode, PGSimpleDataSource target, Path folder) throws Exception {
        String program = program();
        int port = freePort();
        Path users = Files.writeString(
                folder.resolve("users"), "\"" + target.getUser() + "\" \"" + target.getPassword() + "\"\n");
        Path settings = Files.writeString(folder.resolve("settings"), """
                [databases]
                * = host=%s port=%d
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = trust
                auth_file = %s
                pool_mode = %s
                """.formatted(
                        target.getServerNames()[0], target.getPortNumbers()[0], port, users, mode));
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // It refuses to run as root.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        }
        command.addAll(List.of(program, settings.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        PgBouncer bouncer = new PgBouncer(target, port, process);
        bouncer.awaitConnection(folder.resolve("log"));
        return bouncer;
    }

    private static String program() {
        Optional<Path> program = Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst();
        if (program.isEmpty()) {
            String reason = "Skipped: PgBouncer is not installed (Debian: pgbouncer)";
            System.err.println(reason);
            Assumptions.abort(reason);
        }
        return program.orElseThrow().toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitConnection(Path log) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                dataSource().getConnection().close();
                return;
            } catch (SQLException e) {
                assertThat(process.isAlive() && System.nanoTime() < deadline)
                        .as("PgBouncer runs: %s; its log: %s", e.getMessage(), Files.readString(log))
                        .isTrue();
                Thread.onSpinWait();
            }
        }
    }

    /** Returns a data source without a pool of its own, and without prepared statements on the server. */
    PGSimpleDataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setServerNames(new String[] {"127.0.0.1"});
        dataSource.setPortNumbers(new int[] {port});
        dataSource.setUser(target.getUser());
        dataSource.setPassword(target.getPassword());
        dataSource.setDatabaseName(target.getDatabaseName());
        dataSource.setPrepareThreshold(0);
        return dataSource;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
