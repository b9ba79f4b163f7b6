package io.github.klibras.jdbi;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.StoreException;

import javax.sql.DataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Locale;
import java.util.Set;

/**
 * A pool of connections (HikariCP) that the caller opens and closes. Thread-safe.
 *
 * <p>Neither {@link #toString} nor the messages of exceptions contain the password.
 */
public final class PooledDataSource implements DataSource, AutoCloseable {

    private static final String POSTGRES_NO_SUCH_DATABASE = "3D000";
    private static final int MARIADB_NO_SUCH_DATABASE = 1049;
    private static final int H2_IN_USE = 90020;
    private static final Set<Integer> H2_DAMAGED = Set.of(90030, 90048);

    private final HikariDataSource pool;
    private final String location;

    private PooledDataSource(HikariDataSource pool, String location) {
        this.pool = pool;
        this.location = location;
    }

    /**
     * Opens a pool and its first connection.
     *
     * @param url location of the database, without credentials; its driver must be on the class path
     * @param user the user to connect as
     * @param password may be empty
     * @param config how many connections, and for how long
     * @throws InvalidInputException if the URL holds a password
     * @throws StoreException if there is no driver for the URL, or the database cannot be reached or does not accept
     *     the user; the message says which
     */
    public static PooledDataSource open(String url, String user, String password, PoolConfig config) {
        String location = DriverDataSource.location(url);
        if (url.toLowerCase(Locale.ROOT).contains("password=")) {
            throw new InvalidInputException(
                    "The URL of " + location + " holds a password; give it as an argument of its own, and those of"
                            + " trust stores and keys with PoolConfig.Builder.driverProperty");
        }
        requireDriver(url, location);
        try {
            return new PooledDataSource(new HikariDataSource(hikari(url, user, password, config)), location);
        } catch (RuntimeException e) {
            throw new StoreException(reason(e, location, user), e);
        }
    }

    private static void requireDriver(String url, String location) {
        try {
            DriverManager.getDriver(url);
        } catch (SQLException e) {
            throw new StoreException("There is no JDBC driver for " + location + " on the class path", e);
        }
    }

    static HikariConfig hikari(String url, String user, String password, PoolConfig config) {
        HikariConfig hikari = new HikariConfig();
        hikari.setPoolName("klibras");
        // HikariCP derives driver-specific settings from the URL, and takes connections from the source.
        hikari.setJdbcUrl(url);
        hikari.setDataSource(new DriverDataSource(url, user, password, config.driverProperties()));
        hikari.setMinimumIdle(config.minimumIdle());
        hikari.setMaximumPoolSize(config.maximumPoolSize());
        hikari.setConnectionTimeout(config.connectionTimeout().toMillis());
        // A connection that fails its test must not take longer than the caller may wait.
        hikari.setValidationTimeout(Math.min(config.connectionTimeout().toMillis(), hikari.getValidationTimeout()));
        hikari.setMaxLifetime(config.maxLifetime().toMillis());
        boolean someClose = config.minimumIdle() < config.maximumPoolSize()
                && config.idleTimeout().compareTo(config.maxLifetime()) < 0;
        // HikariCP warns of a timeout that has no effect.
        hikari.setIdleTimeout(someClose ? config.idleTimeout().toMillis() : 0);
        return hikari;
    }

    private static String reason(RuntimeException failure, String location, String user) {
        if (!(failure.getCause() instanceof SQLException e)) {
            return "The database at " + location + " cannot be reached";
        }
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("28")) {
            return "The database at " + location + " does not accept the user '" + user + "' with this password";
        }
        if (state.equals(POSTGRES_NO_SUCH_DATABASE) || e.getErrorCode() == MARIADB_NO_SUCH_DATABASE) {
            return "The server is there, but it has no database " + location;
        }
        if (e.getErrorCode() == H2_IN_USE) {
            return "The database at " + location + " is in use by another process; an H2 file belongs to one at a time";
        }
        if (H2_DAMAGED.contains(e.getErrorCode())) {
            return "The file of the database at " + location + " is damaged, or of another version of H2";
        }
        return "The database at " + location + " cannot be reached (SQLState " + state + ")";
    }

    /** Closes the pool and its connections; those in use break. */
    @Override
    public void close() {
        pool.close();
    }

    @Override
    public Connection getConnection() throws SQLException {
        return pool.getConnection();
    }

    /** Not supported: all connections of a pool belong to one user. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("All connections of the pool belong to one user");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter writer) throws SQLException {
        pool.setLogWriter(writer);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public java.util.logging.Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return pool.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : pool.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || pool.isWrapperFor(type);
    }

    @Override
    public String toString() {
        return "PooledDataSource[" + location + "]";
    }
}
