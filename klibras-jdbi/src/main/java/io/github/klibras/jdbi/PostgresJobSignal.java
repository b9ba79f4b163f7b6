package io.github.klibras.jdbi;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.backoff.Backoff;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.backoff.Scheduler.Scheduled;
import io.github.klibras.core.internal.Subscribers;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.waiting.JobSignal;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Receives from PostgreSQL which jobs have ended, whoever ended them: another process, or a worker of the Python
 * service. A trigger sends it with the commit (NOTIFY), and it reaches each process in a few milliseconds.
 *
 * <p>Takes one connection of its own, and one thread that listens on it. When the connection is lost, signals are lost
 * too until there is a new one; waiters then find out by polling, as without a signal.
 *
 * <p>A pooler in transaction mode accepts LISTEN and delivers nothing. So the signal has another connection
 * notify it, at the beginning and whenever it has received nothing for 10 s, and logs a warning if that does not
 * arrive. Thread-safe.
 */
public final class PostgresJobSignal implements JobSignal, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresJobSignal.class);

    private static final String JOBS = "klibras_job_ended";

    /** A channel of its own, since any text may be the id of a job, and older versions would take a proof for one. */
    private static final String PROOF = "klibras_signal_proof";

    /** A connection that is silent for this long may be dead or deaf without our knowing. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final DataSource dataSource;
    private final Executor executor;
    private final Scheduler scheduler;
    private final Backoff pauses;
    private final Duration silence;
    private final Duration answer;
    private final Subscribers<JobId> subscribers = new Subscribers<>();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection connection;
    private Scheduled next = () -> {};
    private int failures;
    /**
     * Whether the log says already that nothing is received. Belongs to the listening thread, like {@code failures}.
     */
    private boolean complained;

    private volatile boolean connected;
    private volatile boolean closed;

    private PostgresJobSignal(
            DataSource dataSource,
            Executor executor,
            Scheduler scheduler,
            Backoff pauses,
            Duration silence,
            Duration answer) {
        this.dataSource = dataSource;
        this.executor = executor;
        this.scheduler = scheduler;
        this.pauses = pauses;
        this.silence = silence;
        this.answer = answer;
    }

    /**
     * Starts listening. Returns at once; connecting to a database that cannot be reached yet is retried until
     * it succeeds.
     *
     * @param dataSource opens a connection each time, and is not a pool: one connection is kept, and another one opened
     *     briefly now and then. For example the driver's {@code PGSimpleDataSource}
     * @param executor lends one thread until the signal is closed
     * @param scheduler runs the next attempt to connect
     * @param pauses how long to pause, by the number of attempts that have failed in a row
     */
    public static PostgresJobSignal listen(
            DataSource dataSource, Executor executor, Scheduler scheduler, Backoff pauses) {
        return listen(dataSource, executor, scheduler, pauses, SILENCE, ANSWER);
    }

    /**
     * As above, for tests that have less time.
     *
     * @param silence how long a silence may last before checking whether notifications arrive at all
     * @param answer how long to wait for a notification that must arrive; in whole seconds for the driver, at least one
     */
    static PostgresJobSignal listen(
            DataSource dataSource,
            Executor executor,
            Scheduler scheduler,
            Backoff pauses,
            Duration silence,
            Duration answer) {
        PostgresJobSignal signal = new PostgresJobSignal(dataSource, executor, scheduler, pauses, silence, answer);
        signal.start();
        return signal;
    }

    @Override
    public Subscription subscribe(Consumer<JobId> listener) {
        return subscribers.add(listener)::run;
    }

    /**
     * Returns whether a connection is open and, when last checked, received a notification from another one; for health
     * checks. A connection that listens through a pooler in transaction mode is not connected.
     */
    public boolean connected() {
        return connected;
    }

    /** Stops listening and closes the connection. Subscriptions remain, but receive nothing more. */
    @Override
    public void close() {
        Connection last;
        lock.lock();
        try {
            closed = true;
            next.cancel();
            last = connection;
        } finally {
            lock.unlock();
        }
        if (last != null) {
            abort(last);
        }
    }

    private void start() {
        try {
            executor.execute(this::listen);
        } catch (RejectedExecutionException e) {
            LOG.warn("The executor takes no more work; trying again after a pause", e);
            startLater();
        }
    }

    private void startLater() {
        lock.lock();
        try {
            if (!closed) {
                failures++;
                next = scheduler.schedule(pauses.delay(failures), this::start);
            }
        } finally {
            lock.unlock();
        }
    }

    private void listen() {
        try (Connection opened = dataSource.getConnection()) {
            if (!adopt(opened)) {
                return;
            }
            subscribe(opened);
            failures = 0;
            while (!closed) {
                noteWhether(isReceived(opened));
                while (!closed && isAnythingReceived(opened, silence)) {
                    noteWhether(true);
                }
            }
        } catch (SQLException | RuntimeException e) {
            if (!closed) {
                LOG.warn(
                        "Signals of ended jobs are interrupted, those who wait are polling; connecting again: {}",
                        e.getMessage());
            }
        } finally {
            connected = false;
            complained = false;
            forget();
            startLater();
        }
    }

    private static void subscribe(Connection opened) throws SQLException {
        try (Statement statement = opened.createStatement()) {
            statement.execute("listen " + PROOF);
            statement.execute("listen " + JOBS);
        }
    }

    /** Checks whether notifications of another session arrive here. */
    private boolean isReceived(Connection opened) throws SQLException {
        if (!connected && complained) {
            // The session behind this connection now may never have been asked to listen.
            subscribe(opened);
        }
        // Notifications that come with an answer prove nothing, since a pooler lends a session for as long as that
        // takes; nor do those of this connection itself, which come with the answer too.
        deliver(opened.unwrap(PGConnection.class).getNotifications());
        boolean sent = notifyByAnother();
        if (sent && isAnythingReceived(opened, answer)) {
            return true;
        }
        if (!opened.isValid((int) answer.toSeconds())) {
            throw new SQLException("The connection does not answer any more");
        }
        return connected && !sent;
    }

    private boolean notifyByAnother() {
        try (Connection other = dataSource.getConnection()) {
            other.setNetworkTimeout(Runnable::run, (int) answer.toMillis());
            try (Statement statement = other.createStatement()) {
                statement.execute("notify " + PROOF);
            }
            return true;
        } catch (SQLException | RuntimeException e) {
            LOG.warn("Cannot check whether signals of ended jobs arrive: {}", e.getMessage());
            return false;
        }
    }

    private boolean isAnythingReceived(Connection opened, Duration patience) throws SQLException {
        return deliver(opened.unwrap(PGConnection.class).getNotifications((int) patience.toMillis()));
    }

    private boolean deliver(PGNotification @Nullable [] notifications) {
        if (notifications == null || notifications.length == 0) {
            return false;
        }
        for (PGNotification notification : notifications) {
            if (notification.getName().equals(JOBS)) {
                announce(notification.getParameter());
            }
        }
        return true;
    }

    private void noteWhether(boolean received) {
        if (received && !connected) {
            LOG.info("Listening for jobs that have ended");
            complained = false;
        } else if (!received && !complained) {
            LOG.warn("Signals of ended jobs do not arrive, waiters are polling: notifications of another session do not"
                    + " reach this connection. Probably it goes through a pooler in transaction mode, such as"
                    + " PgBouncer's; give the signal one that goes to the server itself, or through session mode");
            complained = true;
        }
        connected = received;
    }

    private void announce(String id) {
        try {
            subscribers.notifyOf(new JobId(id));
        } catch (InvalidInputException e) {
            LOG.debug("Something that is no id of a job was sent to {}", JOBS, e);
        }
    }

    private boolean adopt(Connection opened) {
        lock.lock();
        try {
            connection = opened;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void forget() {
        lock.lock();
        try {
            connection = null;
        } finally {
            lock.unlock();
        }
    }

    /** Closes a connection without waiting for the thread that reads from it. */
    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("The connection that listened could not be closed", e);
        }
    }
}
