package io.github.klibras.jdbi;

import io.github.klibras.core.backoff.Backoff;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.backoff.Scheduler.Scheduled;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobSignal;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Hears from PostgreSQL which jobs have ended, whoever ended them: another process, or a worker of the Python service. A
 * trigger tells it with the commit (NOTIFY), and reaches each process in a few milliseconds.
 *
 * <p>Takes one connection of its own, and one thread that listens on it. When the connection is lost, signals are lost too
 * until there is a new one; those who wait then find out by polling, as without a signal. Thread-safe.
 */
public final class PostgresJobSignal implements JobSignal, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresJobSignal.class);

    private static final String LISTEN = "listen klibras_job_ended";

    /** A connection that is silent for so long may be dead without anybody having told us: a packet finds out. */
    private static final int SILENCE_MILLIS = 10_000;

    private static final int ANSWER_SECONDS = 5;

    private final DataSource dataSource;
    private final Executor executor;
    private final Scheduler scheduler;
    private final Backoff pauses;
    private final List<Consumer<JobId>> subscribers = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection connection;
    private Scheduled next = () -> {};
    private int failures;
    private volatile boolean connected;
    private volatile boolean closed;

    private PostgresJobSignal(DataSource dataSource, Executor executor, Scheduler scheduler, Backoff pauses) {
        this.dataSource = dataSource;
        this.executor = executor;
        this.scheduler = scheduler;
        this.pauses = pauses;
    }

    /**
     * Begins to listen. Returns at once; a database that can not be reached yet is tried again and again.
     *
     * @param dataSource opens a connection each time, and is no pool: the connection is kept. For example the driver's
     *     {@code PGSimpleDataSource}
     * @param executor lends one thread until the signal is closed
     * @param scheduler calls back for the next attempt to connect
     * @param pauses how long to pause after how many attempts in a row have failed
     */
    public static PostgresJobSignal listen(
            DataSource dataSource, Executor executor, Scheduler scheduler, Backoff pauses) {
        PostgresJobSignal signal = new PostgresJobSignal(dataSource, executor, scheduler, pauses);
        signal.start();
        return signal;
    }

    @Override
    public Subscription subscribe(Consumer<JobId> listener) {
        // An object of its own, so that closing twice does not end the subscription of an equal listener.
        Consumer<JobId> own = id -> listener.accept(id);
        subscribers.add(own);
        return () -> subscribers.remove(own);
    }

    /** Says whether a connection is open and listening at the moment; for health checks. */
    public boolean connected() {
        return connected;
    }

    /** Stops listening and closes the connection. Subscriptions stay, and hear nothing more. */
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
            try (Statement statement = opened.createStatement()) {
                statement.execute(LISTEN);
            }
            failures = 0;
            connected = true;
            LOG.info("Listening for jobs that have ended");
            while (!closed) {
                hear(opened);
            }
        } catch (SQLException | RuntimeException e) {
            if (!closed) {
                LOG.warn(
                        "Signals of ended jobs are interrupted, those who wait are polling; connecting again: {}",
                        e.getMessage());
            }
        } finally {
            connected = false;
            forget();
            startLater();
        }
    }

    private void hear(Connection opened) throws SQLException {
        PGNotification[] notifications = opened.unwrap(PGConnection.class).getNotifications(SILENCE_MILLIS);
        if (notifications == null || notifications.length == 0) {
            if (!opened.isValid(ANSWER_SECONDS)) {
                throw new SQLException("The connection does not answer any more");
            }
            return;
        }
        for (PGNotification notification : notifications) {
            subscribers.forEach(subscriber -> tell(subscriber, notification.getParameter()));
        }
    }

    private static void tell(Consumer<JobId> subscriber, String id) {
        try {
            subscriber.accept(new JobId(id));
        } catch (RuntimeException e) {
            LOG.warn("A subscriber failed", e);
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

    /** Unlike closing, it does not wait for the thread that reads. */
    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("The connection that listened could not be closed", e);
        }
    }
}
