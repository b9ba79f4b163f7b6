package io.github.klibras.jdbi;

import org.jdbi.v3.core.ConnectionFactory;
import org.jspecify.annotations.Nullable;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * Opens a connection for each call, except for calls within a transaction of the host's, which get that one's. One JDBI
 * serves both, since making one with all its SQL objects takes longer than most statements. Thread-safe.
 */
final class LentConnections implements ConnectionFactory {

    private final DataSource dataSource;

    /** The connection of the host that the thread's call is to use. There are as few of these as of stores. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable Connection> hosts = new ThreadLocal<>();

    LentConnections(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Has all that this thread does meanwhile use one connection, which stays open. */
    <T> T lending(Connection connection, Supplier<T> work) {
        Connection before = hosts.get();
        hosts.set(connection);
        try {
            return work.get();
        } finally {
            if (before == null) {
                hosts.remove();
            } else {
                hosts.set(before);
            }
        }
    }

    @Override
    public Connection openConnection() throws SQLException {
        Connection lent = hosts.get();
        return lent == null ? Database.connect(dataSource) : lent;
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        if (connection != hosts.get()) {
            connection.close();
        }
    }
}
