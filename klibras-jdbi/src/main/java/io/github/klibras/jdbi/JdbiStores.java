package io.github.klibras.jdbi;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.StoreException;
import io.github.klibras.core.catalog.CatalogStore;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.leaderboard.LeaderboardStore;
import io.github.klibras.core.progress.ProgressStore;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.UserStore;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jspecify.annotations.Nullable;

import javax.sql.DataSource;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * All stores over one relational database: PostgreSQL, MariaDB, MySQL or H2.
 *
 * <p>The database must have been migrated, see {@link KlibrasMigrations}. Any data source will do, pooled or not; it
 * still belongs to the caller, and there is nothing to close here. Calls whose connection is in a transaction already
 * take part in it, see {@link ConnectionSource}. Every method of the stores throws {@link StoreException} if the
 * database fails, besides the exceptions of its port. Thread-safe.
 */
public final class JdbiStores implements Stores {

    private final UserStore users;
    private final CatalogStore catalog;
    private final ProgressStore progress;
    private final LeaderboardStore leaderboard;
    private final JobStore jobs;
    private final Database database;

    private JdbiStores(Database database) {
        this.database = database;
        this.users = new JdbiUserStore(database);
        this.catalog = new JdbiCatalogStore(database);
        this.progress = new JdbiProgressStore(database);
        this.leaderboard = new JdbiLeaderboardStore(database);
        this.jobs = new JdbiJobStore(database);
    }

    /**
     * Makes the stores with all defaults. Connects to inspect the database.
     *
     * @throws UnsupportedDatabaseException if the database is not supported
     * @throws SchemaMissingException if it has not been migrated
     * @throws SchemaConflictException if tables are stored by an engine without transactions
     * @throws StoreException if it cannot be reached
     */
    public static JdbiStores over(DataSource dataSource) {
        return builder(dataSource).build();
    }

    /** Returns a builder of stores over a data source. */
    public static Builder builder(DataSource dataSource) {
        return new Builder(new PlainConnections(dataSource));
    }

    /** Returns a builder of stores that take part in the host's transactions. */
    public static Builder builder(ConnectionSource source) {
        return new Builder(source);
    }

    @Override
    public UserStore users() {
        return users;
    }

    @Override
    public CatalogStore catalog() {
        return catalog;
    }

    @Override
    public ProgressStore progress() {
        return progress;
    }

    @Override
    public LeaderboardStore leaderboard() {
        return leaderboard;
    }

    @Override
    public JobStore jobs() {
        return jobs;
    }

    /**
     * Returns a store for videos, in the same database.
     *
     * @param clock gives the time at which a video is stored
     */
    public JdbiVideoStore videos(InstantSource clock) {
        return new JdbiVideoStore(database, clock);
    }

    /**
     * Returns stores that work within the caller's transaction: their changes are committed or rolled back together
     * with the caller's own. They neither commit nor roll back. A call that throws has changed nothing, and leaves the
     * transaction as it was, unless it says that the whole transaction is lost. A host whose transactions belong to
     * threads provides a {@link ConnectionSource} instead, so that all its stores join them.
     *
     * <p>They are valid until the transaction ends, and only on the calling thread; other threads are not in the
     * transaction. Locks are held until then: an award locks its learner, so commit soon, and meanwhile do not use
     * stores that have not joined, which would wait for those locks. {@code JobStore.insert},
     * {@code UserStore.delete} and {@code deleteIfWithoutJobs} keep their promises only if they see rows that others
     * have committed meanwhile, as at the default level of PostgreSQL and H2; on MariaDB and MySQL begin the
     * transaction with {@code READ COMMITTED}.
     *
     * <p>They cannot observe the commit. So listeners are not notified of what they do, an outbox relay sends the
     * messages of submitted jobs, and a reaper deletes the videos of ended jobs.
     *
     * @param connection without auto-commit, from the database of these stores
     * @throws InvalidInputException if the connection is in auto-commit mode, and hence in no transaction
     */
    public JdbiStores within(Connection connection) {
        return new JdbiStores(database.within(connection, null));
    }

    /**
     * Like {@link #within(Connection)}, for a caller that announces the commit.
     *
     * @param connection without auto-commit, from the database of these stores
     * @param commitHook receives actions, which it runs after the commit, and drops if there is none; they
     *     throw nothing
     * @throws InvalidInputException if the connection is in auto-commit mode, and hence in no transaction
     */
    public JdbiStores within(Connection connection, Consumer<Runnable> commitHook) {
        return new JdbiStores(database.within(connection, commitHook));
    }

    /**
     * Like {@link #within(Connection)}, for users of JDBI, which announces the commit.
     *
     * @param handle in a transaction
     */
    public JdbiStores within(Handle handle) {
        return within(handle.getConnection(), handle::afterCommit);
    }

    /** Makes {@link JdbiStores}. Not thread-safe. */
    public static final class Builder {

        private final ConnectionSource source;
        private @Nullable String schema;
        private SqlLogger sqlLogger = SqlLogger.NOP_SQL_LOGGER;
        private Retries retries = Retries.defaults();

        private Builder(ConnectionSource source) {
            this.source = source;
        }

        /**
         * Schema of the tables; see {@link KlibrasMigrations.Builder#schema}. All statements name it. Default: the one
         * in which a connection of the data source finds them when the stores are made.
         *
         * @throws InvalidInputException if it contains anything but letters, digits and {@code _ $ -}
         */
        public Builder schema(String schema) {
            this.schema = SchemaName.checked(schema);
            return this;
        }

        /**
         * Logger of every statement, to count or to time them. It sees the parameters too, among them addresses and
         * password hashes. Default: none.
         */
        public Builder sqlLogger(SqlLogger sqlLogger) {
            this.sqlLogger = sqlLogger;
            return this;
        }

        /** How to retry; for tests. */
        Builder retries(Retries retries) {
            this.retries = retries;
            return this;
        }

        /**
         * Makes the stores. Connects to inspect the database.
         *
         * @throws UnsupportedDatabaseException if the database is not supported
         * @throws SchemaMissingException if it has not been migrated
         * @throws SchemaConflictException if tables are stored by an engine without transactions
         * @throws StoreException if it cannot be reached
         */
        public JdbiStores build() {
            return new JdbiStores(Database.open(source, schema, sqlLogger, retries));
        }
    }
}
