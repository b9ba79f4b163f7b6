package io.github.klibras.jdbi;

import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections to PostgreSQL that can be made deaf: they then receive no notifications while they are idle, but still
 * those that come with the answer to a statement. Thread-safe.
 */
final class DeafConnections {

    private final DataSource target;
    private final Semaphore silences = new Semaphore(0);
    private final AtomicInteger listening = new AtomicInteger();
    private volatile boolean deaf;
    private volatile boolean refusing;

    DeafConnections(DataSource target) {
        this.target = target;
    }

    void deaf(boolean now) {
        deaf = now;
    }

    /** Opens no more connections. */
    void refuse() {
        refusing = true;
    }

    /** Returns how many connections have been listened on. */
    int listening() {
        return listening.get();
    }

    /** Waits until listening has been in vain this many times from now on. */
    void awaitSilences(int count) throws InterruptedException {
        silences.drainPermits();
        assertThat(silences.tryAcquire(count, 20, TimeUnit.SECONDS))
                .as("%d silences", count)
                .isTrue();
    }

    DataSource dataSource() {
        return Connections.from(() -> {
            if (refusing) {
                throw new SQLException("no more connections, for a test");
            }
            return listener(target.getConnection());
        });
    }

    private Connection listener(Connection connection) {
        AtomicBoolean counted = new AtomicBoolean();
        return Connections.proxy(Connection.class, (method, arguments) -> {
            if (method.getName().equals("unwrap")) {
                if (counted.compareAndSet(false, true)) {
                    listening.incrementAndGet();
                }
                return ears(connection.unwrap(PGConnection.class));
            }
            return Connections.pass(connection, method, arguments);
        });
    }

    private PGConnection ears(PGConnection connection) {
        return Connections.proxy(PGConnection.class, (method, arguments) -> {
            Object heard = Connections.pass(connection, method, arguments);
            if (method.getName().equals("getNotifications") && arguments.length == 1) {
                if (deaf || !(heard instanceof PGNotification[] some) || some.length == 0) {
                    silences.release();
                    return new PGNotification[0];
                }
            }
            return heard;
        });
    }
}
