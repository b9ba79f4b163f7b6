package io.github.klibras.jdbi;

import io.github.klibras.core.store.Stores;
import io.github.klibras.testkit.CatalogStoreContract;
import io.github.klibras.testkit.JobStoreContract;
import io.github.klibras.testkit.LeaderboardStoreContract;
import io.github.klibras.testkit.ProgressStoreContract;
import io.github.klibras.testkit.UserStoreContract;
import org.junit.jupiter.api.Nested;

/** All that holds on each database: the contracts of the test kit, and what is particular to this adapter. */
abstract class DatabaseTests {

    private final TestServer server;

    DatabaseTests(TestServer server) {
        this.server = server;
    }

    private Stores emptyStores() {
        return JdbiStores.over(server.cleaned());
    }

    @Nested
    class Users extends UserStoreContract {
        @Override
        protected Stores emptyStores() {
            return DatabaseTests.this.emptyStores();
        }
    }

    @Nested
    class Catalog extends CatalogStoreContract {
        @Override
        protected Stores emptyStores() {
            return DatabaseTests.this.emptyStores();
        }
    }

    @Nested
    class Progress extends ProgressStoreContract {
        @Override
        protected Stores emptyStores() {
            return DatabaseTests.this.emptyStores();
        }
    }

    @Nested
    class Leaderboard extends LeaderboardStoreContract {
        @Override
        protected Stores emptyStores() {
            return DatabaseTests.this.emptyStores();
        }
    }

    @Nested
    class Jobs extends JobStoreContract {
        @Override
        protected Stores emptyStores() {
            return DatabaseTests.this.emptyStores();
        }
    }

    @Nested
    class Migrations extends MigrationTests {
        Migrations() {
            super(server);
        }
    }

    @Nested
    class JobsOfThePythonService extends PythonJobTests {
        JobsOfThePythonService() {
            super(server);
        }
    }

    @Nested
    class StatementCounts extends StatementCountTests {
        StatementCounts() {
            super(server);
        }
    }

    @Nested
    class Times extends TimeZoneTests {
        Times() {
            super(server);
        }
    }
}
