package io.github.klibras.jdbi;

import io.github.klibras.core.StoreException;
import io.github.klibras.core.catalog.CatalogStore;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.leaderboard.LeaderboardStore;
import io.github.klibras.core.progress.ProgressStore;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.UserStore;
import org.jdbi.v3.core.statement.SqlLogger;

import javax.sql.DataSource;

/**
 * All stores over one relational database. Supported for now: H2.
 *
 * <p>The database must have been migrated, see {@link KlibrasMigrations}. The data source may be any, pooled or not; it
 * stays the caller's, and there is nothing to close here. Every method of the stores throws {@link StoreException} if
 * the database fails, besides what its port says. Thread-safe.
 */
public final class JdbiStores implements Stores {

    private final UserStore users;
    private final CatalogStore catalog;
    private final ProgressStore progress;
    private final LeaderboardStore leaderboard;
    private final JobStore jobs;

    private JdbiStores(Database database) {
        this.users = new JdbiUserStore(database);
        this.catalog = new JdbiCatalogStore(database);
        this.progress = new JdbiProgressStore(database);
        this.leaderboard = new JdbiLeaderboardStore(database);
        this.jobs = new JdbiJobStore(database);
    }

    /**
     * Makes the stores with all defaults. Connects to look at the database.
     *
     * @throws UnsupportedDatabaseException if it is none that this module knows
     * @throws SchemaMissingException if it has not been migrated
     * @throws StoreException if it can not be reached
     */
    public static JdbiStores over(DataSource dataSource) {
        return builder(dataSource).build();
    }

    /** Begins to make stores. */
    public static Builder builder(DataSource dataSource) {
        return new Builder(dataSource);
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

    /** Makes {@link JdbiStores}. Not thread-safe. */
    public static final class Builder {

        private final DataSource dataSource;
        private SqlLogger sqlLogger = SqlLogger.NOP_SQL_LOGGER;

        private Builder(DataSource dataSource) {
            this.dataSource = dataSource;
        }

        /**
         * Has every statement reported, to count or to time them. The logger sees the parameters too, among them
         * addresses and password hashes. Default: none.
         */
        public Builder sqlLogger(SqlLogger sqlLogger) {
            this.sqlLogger = sqlLogger;
            return this;
        }

        /**
         * Makes the stores. Connects to look at the database.
         *
         * @throws UnsupportedDatabaseException if it is none that this module knows
         * @throws SchemaMissingException if it has not been migrated
         * @throws StoreException if it can not be reached
         */
        public JdbiStores build() {
            return new JdbiStores(Database.open(dataSource, sqlLogger));
        }
    }
}
