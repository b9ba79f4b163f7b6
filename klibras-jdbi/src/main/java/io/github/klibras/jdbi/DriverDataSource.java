package io.github.klibras.jdbi;

import javax.sql.DataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.Properties;

/**
 * Connections straight from a driver. HikariCP could open them from a URL too, but would then log all properties of the
 * driver at DEBUG level, except the one named "password". Thread-safe.
 */
final class DriverDataSource implements DataSource {

    private final String url;
    private final Properties properties = new Properties();

    DriverDataSource(String url, String user, String password, Map<String, String> driverProperties) {
        this.url = url;
        properties.putAll(driverProperties);
        properties.setProperty("user", user);
        properties.setProperty("password", password);
    }

    /** Returns a URL without its parameters, which may hold credentials. */
    static String location(String url) {
        return url.split("[?;]", 2)[0];
    }

    @Override
    public Connection getConnection() throws SQLException {
        // A driver may keep what it gets, or add to it.
        Properties own = new Properties();
        own.putAll(properties);
        return DriverManager.getConnection(url, own);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("All connections belong to one user");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        throw new SQLFeatureNotSupportedException("The driver writes where DriverManager says");
    }

    @Override
    public void setLogWriter(PrintWriter writer) throws SQLException {
        throw new SQLFeatureNotSupportedException("The driver writes where DriverManager says");
    }

    @Override
    public int getLoginTimeout() {
        return DriverManager.getLoginTimeout();
    }

    /** Bounds how long the driver may take, as HikariCP does; nothing else sets this limit. */
    @Override
    public void setLoginTimeout(int seconds) {
        DriverManager.setLoginTimeout(seconds);
    }

    @Override
    public java.util.logging.Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("The driver has a logger of its own");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("This is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public String toString() {
        return "DriverDataSource[" + location(url) + "]";
    }
}
