package io.github.klibras.benchmarks;

import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.User;
import io.github.klibras.jdbi.ConnectionSource;
import io.github.klibras.jdbi.JdbiStores;
import io.github.klibras.jdbi.PoolConfig;
import io.github.klibras.jdbi.PooledDataSource;
import org.jdbi.v3.core.Jdbi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.function.IntFunction;
import java.util.logging.Level;

/**
 * The cost for stores of taking part in the host's transaction: an account read by its id on PostgreSQL, against the
 * same statement by raw JDBC, with and without the savepoint that lets a failed statement leave the transaction intact.
 *
 * <p>Needs the variables of {@code tools/databases}.
 */
public final class JoiningBenchmark {

    private static final String SELECT = "select id, email, username, role, points from users where id = ?";
    private static final int LEARNERS = 1000;
    private static final int WARM_UP = 25;

    private final PooledDataSource dataSource;

    private JoiningBenchmark(PooledDataSource dataSource) {
        this.dataSource = dataSource;
    }

    public static void main(String[] args) throws SQLException {
        Environment.logOnly(Level.OFF);
        PoolConfig config =
                PoolConfig.builder().maximumPoolSize(4).minimumIdle(4).build();
        try (PooledDataSource dataSource = PostgresServer.newDatabase("klibras_joining", config)) {
            new JoiningBenchmark(dataSource).run();
        }
    }

    private void run() throws SQLException {
        Jdbi jdbi = Jdbi.create(dataSource);
        System.out.printf("%s; Java %s%n", PostgresServer.version(jdbi), System.getProperty("java.version"));
        jdbi.useHandle(handle -> handle.execute(
                "insert into users (id, email, username, password, points, role)"
                        + " select u, 'u' || u, 'u' || u, '', 0, 'USER' from generate_series(1, ?) u",
                LEARNERS));
        JdbiStores plain = JdbiStores.over(dataSource);
        try (Connection connection = dataSource.getConnection()) {
            Stores bySource = JdbiStores.builder(new OneTransaction(connection)).build();
            connection.setAutoCommit(false);
            IntFunction<?> raw = i -> read(connection, i);
            IntFunction<?> rawWithSavepoint = i -> readWithSavepoint(connection, i);
            IntFunction<?> joined = i -> user(bySource, i);
            IntFunction<?> withinEachTime = i -> user(plain.within(connection), i);
            IntFunction<?> alone = i -> user(plain, i);
            IntFunction<?> rawAlone = i -> readAlone(i);

            // The JVM has compiled everything behind a call only after some ten thousand calls.
            for (int i = 0; i < WARM_UP; i++) {
                List.of(raw, rawWithSavepoint, joined, withinEachTime, alone, rawAlone)
                        .forEach(Timing::median);
            }
            print("raw JDBC, in a transaction", Timing.median(raw));
            print("raw JDBC, with a savepoint around it", Timing.median(rawWithSavepoint));
            print("KLibras, connection from the host's source", Timing.median(joined));
            print("KLibras, within(connection) made again each time", Timing.median(withinEachTime));
            print("KLibras, in no transaction", Timing.median(alone));
            ratio("source / raw JDBC with a savepoint", joined, rawWithSavepoint);
            ratio("within, anew / raw JDBC with a savepoint", withinEachTime, rawWithSavepoint);
            ratio("source / raw JDBC without one", joined, raw);
            ratio("in no transaction / raw JDBC in none", alone, rawAlone);
            connection.rollback();
        }
    }

    private static User user(Stores stores, int number) {
        return stores.users().findById(id(number)).orElseThrow();
    }

    private String readAlone(int number) {
        try (Connection connection = dataSource.getConnection()) {
            return read(connection, number);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String readWithSavepoint(Connection connection, int number) {
        try {
            Savepoint before = connection.setSavepoint();
            String found = read(connection, number);
            connection.releaseSavepoint(before);
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Connection connection, int number) {
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            statement.setLong(1, id(number));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1) + row.getString(2) + row.getString(3) + row.getString(4) + row.getInt(5);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long id(int number) {
        return 1L + number % LEARNERS;
    }

    private static void print(String what, double millis) {
        System.out.printf("%-52s %6.3f ms%n", what, millis);
    }

    private static void ratio(String what, IntFunction<?> call, IntFunction<?> peer) {
        System.out.printf("%-52s %6.2f, alternating%n", what, Timing.ratio(call, peer));
    }

    /** A host with one thread and one transaction. */
    private record OneTransaction(Connection connection) implements ConnectionSource {

        @Override
        public Connection acquire() {
            return connection;
        }

        @Override
        public void release(Connection given) {}
    }
}
