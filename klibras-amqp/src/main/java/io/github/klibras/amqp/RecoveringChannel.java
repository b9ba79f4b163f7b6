package io.github.klibras.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.github.klibras.core.backoff.Scheduler.Scheduled;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/** A channel that is reopened whenever it is lost, alone or with its connection. Thread-safe. */
final class RecoveringChannel implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RecoveringChannel.class);

    private final ManagedConnection connection;
    private final String purpose;
    private final ChannelUser user;

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Channel channel;
    private boolean opening;
    private boolean stopped;
    private int failures;
    private Scheduled next = () -> {};
    private @Nullable String problem;

    RecoveringChannel(ManagedConnection connection, String purpose, ChannelUser user) {
        this.connection = connection;
        this.purpose = purpose;
        this.user = user;
    }

    ChannelUser user() {
        return user;
    }

    /** Opens the channel in the background, unless it is open or there is no connection. */
    void open() {
        connection.execute(this::openNow);
    }

    private void openNow() {
        Connection current = connection.current();
        if (current == null || !begin()) {
            return;
        }
        Channel opened = null;
        String failure = null;
        try {
            opened = current.createChannel();
            if (opened == null) {
                failure = "the broker allows no more channels on a connection";
            } else {
                user.opened(opened);
            }
        } catch (IOException | RuntimeException | Error e) {
            failure = ManagedConnection.reason(e);
            abort(opened);
        }
        end(opened, failure);
    }

    private boolean begin() {
        Channel last = current();
        if (last != null && !last.isOpen()) {
            // The client does not report every channel that is closed.
            ShutdownSignalException cause = last.getCloseReason();
            lost(last, cause != null ? cause : new ShutdownSignalException(true, false, null, last));
        }
        lock.lock();
        try {
            if (stopped || opening || channel != null) {
                return false;
            }
            opening = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void end(@Nullable Channel opened, @Nullable String failure) {
        boolean unwanted;
        lock.lock();
        try {
            opening = false;
            problem = failure;
            unwanted = stopped;
            if (failure == null) {
                failures = 0;
                channel = opened;
            }
        } finally {
            lock.unlock();
        }
        if (unwanted) {
            abort(opened);
        } else if (failure != null) {
            complain(failure);
            openLater();
        } else if (opened != null) {
            // Called at once if it is closed by now.
            opened.addShutdownListener(cause -> lost(opened, cause));
        }
    }

    private void lost(Channel lost, ShutdownSignalException cause) {
        if (current() != lost) {
            return;
        }
        // Must come first: until its user knows, there must be no other channel.
        try {
            user.lost(lost, cause);
        } catch (RuntimeException | Error e) {
            Calls.log("The channel for " + purpose + " was lost, and its user failed", e);
        }
        boolean again;
        lock.lock();
        try {
            again = !stopped && channel == lost;
            if (channel == lost) {
                channel = null;
            }
        } finally {
            lock.unlock();
        }
        if (again) {
            if (!cause.isHardError()) {
                complain(Calls.replyText(cause));
            }
            openLater();
        }
    }

    private void complain(String reason) {
        LOG.warn("The channel for {} was closed ({}); opening another one", purpose, reason);
        Calls.notify(connection.config().listener(), listener -> listener.channelLost(purpose, reason));
    }

    private void openLater() {
        String refusal;
        lock.lock();
        try {
            if (!stopped) {
                failures++;
                next = connection
                        .scheduler()
                        .schedule(connection.config().reconnectPauses().delay(failures), this::open);
            }
            return;
        } catch (RuntimeException | Error e) {
            Calls.log("The next attempt to open the channel for " + purpose + " cannot be scheduled", e);
            refusal = "the next attempt to open the channel cannot be scheduled (" + e + ")";
            problem = refusal;
        } finally {
            lock.unlock();
        }
        connection.postpone(this::open);
        complain(refusal);
    }

    /** Closes a channel, so that another one is opened. */
    void reopen(Channel broken) {
        connection.execute(() -> {
            abort(broken);
            open();
        });
    }

    /** Returns the channel as it is now, or {@code null} while there is none. */
    @Nullable
    Channel current() {
        lock.lock();
        try {
            return channel;
        } finally {
            lock.unlock();
        }
    }

    /** Returns why there is no channel. */
    String problem() {
        lock.lock();
        try {
            return problem != null ? problem : connection.problem();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the channel permanently; messages that were delivered on it and not settled return to their queue. */
    @Override
    public void close() {
        Channel last;
        lock.lock();
        try {
            stopped = true;
            next.cancel();
            last = channel;
        } finally {
            lock.unlock();
        }
        connection.forget(this);
        connection.briefly(() -> abort(last));
    }

    private static void abort(@Nullable Channel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            LOG.debug("A channel was closed already, or did not close in time", e);
        }
    }
}
