package io.github.klibras.benchmarks;

import io.github.klibras.core.StoreException;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.Username;
import io.github.klibras.jdbi.JdbiStores;
import io.github.klibras.jdbi.PoolConfig;
import io.github.klibras.jdbi.PooledDataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;

/**
 * Behavior of the stores when PostgreSQL really fails: connections killed while idle and in use, the server killed and
 * started again, frozen, and read-only. Exits with 1 if something is not as it should be.
 *
 * <p>Argument: the folder of {@code tools/databases}, whose variables must be set.
 */
public final class DatabaseFaults {

    private static final Duration ACQUISITION = Duration.ofSeconds(2);
    private static final int CALLS = 20;

    private final Path folder;
    private final PooledDataSource dataSource;
    private final Jdbi admin;
    private final Stores stores;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private long ana;
    private boolean broken;

    private DatabaseFaults(Path folder, PooledDataSource dataSource) {
        this.folder = folder;
        this.dataSource = dataSource;
        this.admin = PostgresServer.unpooled();
        this.stores = JdbiStores.over(dataSource);
    }

    public static void main(String[] args) throws Exception {
        Environment.logOnly(Level.OFF);
        PoolConfig config = PoolConfig.builder()
                .maximumPoolSize(20)
                .minimumIdle(10)
                .connectionTimeout(ACQUISITION)
                .build();
        DatabaseFaults faults;
        try (PooledDataSource dataSource = PostgresServer.newDatabase("klibras_faults", config)) {
            faults = new DatabaseFaults(Path.of(args[0]), dataSource);
            faults.run();
        }
        System.exit(faults.broken ? 1 : 0);
    }

    private void run() throws Exception {
        NewUser user = new NewUser(new EmailAddress("ana@example.org"), new Username("ana"), "hash", Role.USER);
        ana = ((Registered) stores.users().insert(user)).user().id();
        try {
            idleConnectionsAreKilled();
            oneInUseIsKilled();
            serverIsReadOnly();
            serverIsFrozen();
            serverIsKilled();
        } finally {
            threads.shutdownNow();
        }
    }

    private void idleConnectionsAreKilled() throws InterruptedException {
        int errors = 0;
        int killed = 0;
        for (int round = 0; round < 5; round++) {
            List<Future<Boolean>> calls =
                    submit(CALLS, () -> stores.users().findById(ana).isPresent());
            errors += failures(calls);
            killed += admin.withHandle(handle -> handle.select(
                            // Waits until they are gone: one that dies between its test and its use counts as in use.
                            "select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity"
                                    + " where datname = 'klibras_faults'")
                    .mapTo(Integer.class)
                    .one());
            errors += failures(submit(CALLS, () -> stores.users().findById(ana).isPresent()));
        }
        report(
                errors == 0,
                String.format("%d idle connections killed between %d calls: %d errors", killed, 10 * CALLS, errors));
    }

    private void oneInUseIsKilled() throws InterruptedException {
        long sign = sign();
        try (Handle blocker = Jdbi.create(dataSource).open()) {
            blocker.begin();
            blocker.execute("select 1 from users where id = ? for update", ana);
            Future<Award> award = threads.submit(() -> stores.progress().learnSign(ana, sign));
            int killed = 0;
            while (killed == 0) {
                killed = admin.withHandle(handle -> handle.select(
                                "select count(pg_terminate_backend(pid))"
                                        + " from pg_stat_activity where datname = 'klibras_faults' and wait_event_type = 'Lock'")
                        .mapTo(Integer.class)
                        .one());
            }
            int others = failures(submit(CALLS, () -> stores.catalog().signs().isEmpty()));
            int itself = failures(List.of(award));
            blocker.rollback();
            boolean payable = stores.progress().learnSign(ana, sign) instanceof Award.Granted;
            report(
                    itself == 1 && others == 0 && payable,
                    String.format(
                            "one award killed in the middle: %d error, %d errors of %d other calls, paid by the next attempt: %s",
                            itself, others, CALLS, payable));
        }
    }

    private void serverIsReadOnly() throws InterruptedException {
        long sign = sign();
        setting("default_transaction_read_only", "on");
        Future<Award> award = threads.submit(() -> stores.progress().learnSign(ana, sign));
        String message = failure(award);
        boolean reads = stores.users().findById(ana).isPresent();
        setting("default_transaction_read_only", "off");
        boolean payable = stores.progress().learnSign(ana, sign) instanceof Award.Granted;
        report(
                message.contains("25006") && reads && payable,
                String.format(
                        "server read-only: '%s', reading works: %s, paid afterwards: %s", message, reads, payable));
    }

    /** Resets its own session first, which may have begun as a read-only one. */
    private void setting(String name, String value) throws InterruptedException {
        admin.useHandle(handle -> {
            handle.execute("set default_transaction_read_only = off");
            handle.execute("alter system set " + name + " = " + value);
            handle.execute("select pg_reload_conf()");
        });
        TimeUnit.MILLISECONDS.sleep(500);
    }

    private void serverIsFrozen() throws Exception {
        failures(submit(CALLS, () -> stores.users().findById(ana).isPresent()));
        signal("STOP");
        List<Long> millis = new ArrayList<>();
        int errors = 0;
        try {
            for (Future<Long> call : submit(5, this::timeToFail)) {
                long took = call.get();
                millis.add(took);
                errors += took >= 0 ? 1 : 0;
            }
        } finally {
            signal("CONT");
        }
        long longest = millis.stream().mapToLong(Long::longValue).max().orElse(0);
        TimeUnit.MILLISECONDS.sleep(500);
        int after = failures(submit(CALLS, () -> stores.users().findById(ana).isPresent()));
        report(
                errors == 5 && longest <= 2 * ACQUISITION.toMillis() + 500 && after == 0,
                String.format(
                        "server frozen, %d ms to acquire: %d of 5 calls failed, after at most %d ms; thawed: %d errors",
                        ACQUISITION.toMillis(), errors, longest, after));
    }

    private long timeToFail() {
        long started = System.nanoTime();
        try {
            stores.users().findById(ana);
            return -1;
        } catch (StoreException e) {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        }
    }

    /** Sends a signal to the server and to all its processes. */
    private void signal(String name) throws IOException, InterruptedException {
        long server = Long.parseLong(
                Files.readAllLines(folder.resolve("postgres/postmaster.pid")).get(0));
        List<String> command = new ArrayList<>(List.of("kill", "-" + name, String.valueOf(server)));
        ProcessHandle.of(server).stream()
                .flatMap(ProcessHandle::descendants)
                .forEach(process -> command.add(String.valueOf(process.pid())));
        new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private void serverIsKilled() throws Exception {
        int before = stores.users().findById(ana).orElseThrow().points();
        List<Long> signs = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            signs.add(sign());
        }
        AtomicBoolean down = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(50);
        Future<Integer> awards = threads.submit(() -> {
            int granted = 0;
            for (int i = 0; i < signs.size() && !down.get(); i++) {
                try {
                    if (stores.progress().learnSign(ana, signs.get(i)) instanceof Award.Granted) {
                        granted++;
                    }
                    begun.countDown();
                } catch (StoreException e) {
                    down.set(true);
                }
            }
            return granted;
        });
        begun.await();
        tool("kill", "postgres");
        int granted = awards.get();
        tool("start");
        long started = System.nanoTime();
        int attempts = 0;
        Integer points = null;
        while (points == null) {
            attempts++;
            try {
                points = stores.users().findById(ana).orElseThrow().points();
            } catch (StoreException e) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
        long recovered = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        int known = stores.progress().knownSigns(ana).size();
        int paid = points - before;
        report(
                (paid == granted || paid == granted + 1) && points == known,
                String.format(
                        "server killed -9 after %d reported awards, and started again: %d are paid (one may be unreported),"
                                + " sum exact: %s; the pool works again %d ms after the server (%d attempts)",
                        granted, paid, points == known, recovered, attempts));
    }

    private void tool(String command, String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("tools/databases", command, folder.toString()));
        words.addAll(List.of(more));
        Path output = folder.resolve("tool.log");
        int code = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException(words + " failed: " + Files.readString(output));
        }
    }

    private long sign() {
        return stores.catalog().addSign(new NewSign("s", "", "s", 1)).id();
    }

    private <T> List<Future<T>> submit(int count, Callable<T> call) {
        List<Future<T>> futures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            futures.add(threads.submit(call));
        }
        return futures;
    }

    private static int failures(List<? extends Future<?>> calls) throws InterruptedException {
        int failures = 0;
        for (Future<?> call : calls) {
            failures += failure(call).isEmpty() ? 0 : 1;
        }
        return failures;
    }

    /** Returns the message of the exception of a store, or an empty string if there was none. */
    private static String failure(Future<?> call) throws InterruptedException {
        try {
            call.get();
            return "";
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException expected) {
                return String.valueOf(expected.getMessage());
            }
            throw new IllegalStateException("not an exception of the stores", e.getCause());
        }
    }

    private void report(boolean fine, String message) {
        broken |= !fine;
        System.out.println((fine ? "  " : "BROKEN: ") + message);
    }
}
