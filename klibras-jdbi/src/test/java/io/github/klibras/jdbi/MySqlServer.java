package io.github.klibras.jdbi;

import com.mysql.cj.jdbc.MysqlDataSource;
import org.jdbi.v3.core.Jdbi;
import org.mariadb.jdbc.MariaDbDataSource;

import javax.sql.DataSource;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

/** MySQL, through either driver: the server whose URL is in the environment; tools/newer-servers starts one. */
final class MySqlServer extends InnoDbServer {

    private static final String URL = "KLIBRAS_MYSQL_URL";

    /** Through MySQL's own driver. */
    static final MySqlServer CONNECTOR_J = new MySqlServer(false);

    /** Through MariaDB's driver. */
    static final MySqlServer MARIADB_DRIVER = new MySqlServer(true);

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final boolean mariaDbDriver;

    private MySqlServer(boolean mariaDbDriver) {
        this.mariaDbDriver = mariaDbDriver;
    }

    /** Logs a warning if there is none, since Maven does not. */
    static boolean available() {
        boolean available = System.getenv(URL) != null;
        if (!available) {
            Logger.getLogger(MySqlServer.class.getName())
                    .warning("MySQL is not tested: " + URL + " is not set; tools/newer-servers starts a server");
        }
        return available;
    }

    private static String url(String name) {
        return Objects.requireNonNull(System.getenv(URL), URL).replaceFirst("/[^/?]*(\\?|$)", "/" + name + "$1");
    }

    DataSource database(String url) {
        try {
            if (mariaDbDriver) {
                MariaDbDataSource dataSource = new MariaDbDataSource(url.replaceFirst("^jdbc:mysql:", "jdbc:mariadb:")
                        .replaceFirst("sslMode=DISABLED", "sslMode=disable"));
                dataSource.setUser(System.getenv("KLIBRAS_MYSQL_USER"));
                dataSource.setPassword(System.getenv("KLIBRAS_MYSQL_PASSWORD"));
                return dataSource;
            }
            MysqlDataSource dataSource = new MysqlDataSource();
            dataSource.setUrl(url);
            dataSource.setUser(System.getenv("KLIBRAS_MYSQL_USER"));
            dataSource.setPassword(System.getenv("KLIBRAS_MYSQL_PASSWORD"));
            return dataSource;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    DataSource empty() {
        return database(newDatabaseUrl());
    }

    /** Makes a database without any tables and returns its URL. */
    String newDatabaseUrl() {
        String name = newName("klibras_test_");
        Jdbi.create(database(url("mysql"))).useHandle(handle -> handle.execute("create database " + name));
        return url(name);
    }

    private static String newName(String prefix) {
        return prefix + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();
    }

    @Override
    String newSchemaName() {
        return newName("klibras_test_own_");
    }

    @Override
    boolean hasEarlierVersions() {
        return false;
    }

    /** Rounds to seconds, as MySQL does: SQLAlchemy makes columns of whole seconds there. */
    @Override
    Instant asPythonKeeps(Instant time) {
        return time.plusMillis(500).truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    String numbers(int count) {
        return "json_table(concat('[', repeat('0,', " + (count - 1) + "), '0]'), '$[*]' columns (x for ordinality))"
                + " numbers";
    }
}
