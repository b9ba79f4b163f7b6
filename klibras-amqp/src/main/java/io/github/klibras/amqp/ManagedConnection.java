package io.github.klibras.amqp;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.impl.DefaultExceptionHandler;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.backoff.Scheduler.Scheduled;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One connection to the broker, reopened whenever it is lost. Unlike the client's own recovery, it distinguishes new
 * channels from old ones, so that the numbers of deliveries and confirms are never mixed up (ADR 10), and also copes
 * with a broker that is down at first. Thread-safe.
 */
final class ManagedConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ManagedConnection.class);

    private static final int CLOSE_MILLIS = 2_000;

    private static final Duration BEFORE_NEXT_THREAD = Duration.ofSeconds(1);

    private final BrokerConfig config;
    private final String name;
    private final Scheduler scheduler;
    private final ExecutorService executor;
    private final List<RecoveringChannel> channels = new CopyOnWriteArrayList<>();
    private final Queue<Runnable> postponed = new ConcurrentLinkedQueue<>();

    private final ReentrantLock lock = new ReentrantLock();
    private Scheduled next = () -> {};
    private int failures;
    private @Nullable Connection connection;
    private Runnable severConnection = () -> {};
    private volatile boolean closed;
    private volatile @Nullable String blocked;
    private volatile long largestMessage = Long.MAX_VALUE;
    private volatile String problem = "it has not been connected yet";

    ManagedConnection(BrokerConfig config, String purpose, Scheduler scheduler, ExecutorService executor) {
        this.config = config;
        this.name = config.connectionName() + "-" + purpose;
        this.scheduler = scheduler;
        this.executor = executor;
    }

    /** Connects in the background, retrying until it succeeds. */
    void start() {
        execute(() -> {
            try {
                connect();
            } catch (BrokerException e) {
                LOG.warn("{}; trying again", e.getMessage());
                connectLater();
            }
        });
    }

    /** Connects now, to the first of the addresses that answers; after a failure it begins with the next one. */
    void connect() {
        List<Address> addresses = new ArrayList<>(config.addresses());
        Collections.rotate(addresses, -failures());
        Throwable failure = null;
        for (Address address : addresses) {
            AtomicReference<@Nullable Socket> socket = new AtomicReference<>();
            try {
                Connection opened = factory(socket).newConnection(executor, List.of(address), name);
                adopt(opened, () -> sever(socket.get()));
                return;
            } catch (IOException | TimeoutException | RuntimeException | Error e) {
                sever(socket.get());
                failure = e;
            }
        }
        problem = failure == null ? "it has no address" : reason(failure);
        Calls.notify(config.listener(), listener -> listener.disconnected(name, problem));
        throw new BrokerException("The broker cannot be used as " + config + ": " + problem, failure);
    }

    private int failures() {
        lock.lock();
        try {
            return failures;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns a factory that records its socket. A thread that writes to a broker that does not read holds locks
     * inside the client, which then can neither abandon a dead connection nor close a live one: only closing the
     * socket frees it.
     */
    private ConnectionFactory factory(AtomicReference<@Nullable Socket> socket) {
        ConnectionFactory factory = config.factory().clone();
        factory.setSocketConfigurator(config.factory().getSocketConfigurator().andThen(socket::set));
        factory.setExceptionHandler(new DefaultExceptionHandler() {
            @Override
            public void handleUnexpectedConnectionDriverException(Connection connection, Throwable exception) {
                sever(socket.get());
                super.handleUnexpectedConnectionDriverException(connection, exception);
            }
        });
        return factory;
    }

    private static void sever(@Nullable Socket socket) {
        if (socket == null) {
            return;
        }
        try {
            // Otherwise a TLS socket would wait to say goodbye.
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            LOG.debug("The socket was closed already", e);
        }
    }

    private void adopt(Connection opened, Runnable severing) {
        lock.lock();
        try {
            if (!closed) {
                connection = opened;
                severConnection = severing;
                failures = 0;
                blocked = null;
                // It may be another node, with other limits.
                largestMessage = Long.MAX_VALUE;
            }
        } finally {
            lock.unlock();
        }
        if (closed) {
            opened.abort(CLOSE_MILLIS);
            return;
        }
        opened.addBlockedListener(this::blocked, this::unblocked);
        opened.addShutdownListener(cause -> lost(opened, cause));
        LOG.info("Connected to the broker as {}", name);
        Calls.notify(config.listener(), listener -> listener.connected(name));
        channels.forEach(RecoveringChannel::open);
    }

    private void lost(Connection lost, ShutdownSignalException cause) {
        lock.lock();
        try {
            if (connection != lost) {
                return;
            }
            connection = null;
        } finally {
            lock.unlock();
        }
        if (!closed) {
            problem = reason(cause);
            LOG.warn("The connection {} to the broker was lost ({}); connecting again", name, problem);
            Calls.notify(config.listener(), listener -> listener.disconnected(name, problem));
            connectLater();
        }
    }

    private void connectLater() {
        lock.lock();
        try {
            if (!closed) {
                failures++;
                next = scheduler.schedule(config.reconnectPauses().delay(failures), this::start);
            }
            return;
        } catch (RuntimeException | Error e) {
            Calls.log("The next attempt to connect as " + name + " cannot be scheduled; it is made at the next use", e);
            String reason = problem + "; the next attempt cannot be scheduled (" + e + ")";
            problem = reason;
        } finally {
            lock.unlock();
        }
        postpone(this::start);
        Calls.notify(config.listener(), listener -> listener.disconnected(name, problem));
    }

    private void blocked(String reason) {
        blocked = reason;
        LOG.warn("The broker takes no more messages on {}: {}", name, reason);
        Calls.notify(config.listener(), listener -> listener.blocked(name, reason));
    }

    private void unblocked() {
        blocked = null;
        LOG.info("The broker takes messages again on {}", name);
        Calls.notify(config.listener(), listener -> listener.unblocked(name));
        channels.forEach(channel -> channel.user().unblocked());
    }

    /** Keeps a channel open from now on. */
    void keep(RecoveringChannel channel) {
        resume();
        channels.add(channel);
        channel.open();
    }

    void forget(RecoveringChannel channel) {
        channels.remove(channel);
    }

    /** Returns the connection as it is now, or {@code null} while there is none. */
    @Nullable
    Connection current() {
        lock.lock();
        try {
            return connection;
        } finally {
            lock.unlock();
        }
    }

    /** Returns why the broker accepts no more messages, or {@code null} if it does. */
    @Nullable
    String blocked() {
        return blocked;
    }

    /**
     * Returns the size of the largest message that the broker accepts, in bytes, if it has refused one on this
     * connection; until then {@link Long#MAX_VALUE}.
     */
    long largestMessage() {
        return largestMessage;
    }

    /** Records the broker's limit for as long as this connection lasts. */
    void noteLargestMessage(Connection source, long bytes) {
        lock.lock();
        try {
            if (connection == source) {
                largestMessage = bytes;
            }
        } finally {
            lock.unlock();
        }
    }

    BrokerConfig config() {
        return config;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** Returns why there is no connection. */
    String problem() {
        return problem;
    }

    /** Postpones a task until the next {@link #resume}, for lack of both a thread and a call of the scheduler. */
    void postpone(Runnable task) {
        if (!closed) {
            postponed.add(task);
        }
    }

    /** Runs the postponed tasks. Called whenever the connection is used or its state is queried; does not block. */
    void resume() {
        // Only those queued now: a task that cannot run yet is queued again at once.
        for (int left = postponed.size(); left > 0; left--) {
            @Nullable Runnable task = postponed.poll();
            if (task != null) {
                execute(task);
            }
        }
    }

    /**
     * Runs a task that may block; returns whether it will run, which it will not after closing. If no thread is
     * available, it runs as soon as there is one, or at the next {@link #resume} if the scheduler fails too.
     */
    boolean execute(Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("Closed: no more work", e);
            return false;
        } catch (RuntimeException | Error e) {
            Calls.log("There is no thread for " + name + "; trying again", e);
            return executeLater(task);
        }
    }

    private boolean executeLater(Runnable task) {
        try {
            scheduler.schedule(BEFORE_NEXT_THREAD, () -> execute(task));
            return true;
        } catch (RuntimeException | Error e) {
            Calls.log("Nor can it be scheduled: it is tried at the next use", e);
            postpone(task);
            return true;
        }
    }

    /** Runs a task that may block forever, and waits for it only briefly. */
    void briefly(Runnable task) {
        CountDownLatch done = new CountDownLatch(1);
        boolean begun = execute(() -> {
            try {
                task.run();
            } finally {
                done.countDown();
            }
        });
        try {
            if (begun && !done.await(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.debug("The broker does not answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        Connection last;
        Runnable severing;
        lock.lock();
        try {
            closed = true;
            next.cancel();
            postponed.clear();
            last = connection;
            severing = severConnection;
        } finally {
            lock.unlock();
        }
        if (last != null) {
            briefly(() -> last.abort(CLOSE_MILLIS));
            severing.run();
        }
    }

    /** Returns the most specific description of a failure. */
    static String reason(Throwable failure) {
        if (failure instanceof AuthenticationFailureException
                || failure instanceof PossibleAuthenticationFailureException) {
            return "user or password is refused";
        }
        if (failure instanceof BrokerException) {
            return String.valueOf(failure.getMessage());
        }
        Throwable cause = failure;
        while (!(cause instanceof ShutdownSignalException) && cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        if (cause instanceof ShutdownSignalException signal) {
            return Calls.replyText(signal);
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
