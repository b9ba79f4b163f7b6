package io.github.klibras.jdbi;

import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.User;
import io.github.klibras.testkit.catalog.CatalogStoreContract;
import io.github.klibras.testkit.job.JobClaimContract;
import io.github.klibras.testkit.job.JobEndingContract;
import io.github.klibras.testkit.job.JobHistoryContract;
import io.github.klibras.testkit.job.JobHousekeepingContract;
import io.github.klibras.testkit.job.JobSubmissionContract;
import io.github.klibras.testkit.job.VideoStoreContract;
import io.github.klibras.testkit.leaderboard.LeaderboardStoreContract;
import io.github.klibras.testkit.progress.ProgressStoreContract;
import io.github.klibras.testkit.user.UserStoreContract;
import org.junit.jupiter.api.Nested;

import javax.sql.DataSource;
import java.time.Clock;
import java.time.ZoneOffset;

/** All tests of one database: the contracts of the test kit, and cases particular to this adapter. */
abstract class DatabaseTests {

    private final TestServer server;

    DatabaseTests(TestServer server) {
        this.server = server;
    }

    private Stores emptyStores() {
        return over(server.cleaned());
    }

    private static JdbiStores over(DataSource dataSource) {
        return JdbiStores.builder(dataSource)
                .sqlLogger(new QualifiedStatements())
                .build();
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

        private final DataSource dataSource = server.cleaned();

        @Override
        protected Stores emptyStores() {
            return over(dataSource);
        }

        @Override
        protected void setPoints(long userId, int points) {
            Learners.setPoints(dataSource, userId, points);
        }
    }

    @Nested
    class JobSubmission extends JobSubmissionContract {
        @Override
        protected Stores emptyStores() {
            return DatabaseTests.this.emptyStores();
        }
    }

    @Nested
    class JobClaims extends JobClaimContract {
        @Override
        protected Stores emptyStores() {
            return DatabaseTests.this.emptyStores();
        }
    }

    @Nested
    class JobEndings extends JobEndingContract {

        private final DataSource dataSource = server.cleaned();

        @Override
        protected Stores emptyStores() {
            return over(dataSource);
        }

        @Override
        protected void givePoints(User user, int points) {
            Learners.setPoints(dataSource, user.id(), points);
        }
    }

    @Nested
    class JobHistory extends JobHistoryContract {
        @Override
        protected Stores emptyStores() {
            return DatabaseTests.this.emptyStores();
        }
    }

    @Nested
    class JobHousekeeping extends JobHousekeepingContract {
        @Override
        protected Stores emptyStores() {
            return DatabaseTests.this.emptyStores();
        }
    }

    @Nested
    class Videos extends VideoStoreContract {

        /** Uses a clock so coarse that several videos have the same time. */
        private final JdbiVideoStore videos = over(server.cleaned()).videos(Clock.tickMillis(ZoneOffset.UTC));

        @Override
        protected VideoStore videos() {
            return videos;
        }
    }

    @Nested
    class ForeignRows extends ForeignRowTests {
        ForeignRows() {
            super(server);
        }
    }

    @Nested
    class Guests extends GuestTests {
        Guests() {
            super(server);
        }
    }

    @Nested
    class Housekeeping extends HousekeepingTests {
        Housekeeping() {
            super(server);
        }
    }

    @Nested
    class LeaderboardPlans extends LeaderboardPlanTests {
        LeaderboardPlans() {
            super(server);
        }
    }

    @Nested
    class NeighborhoodPlans extends NeighborhoodPlanTests {
        NeighborhoodPlans() {
            super(server);
        }
    }

    @Nested
    class ForeignLearners extends ForeignLearnerTests {
        ForeignLearners() {
            super(server);
        }
    }

    @Nested
    class Races extends RaceTests {
        Races() {
            super(server);
        }
    }

    @Nested
    class SimulatedDays extends SimulatedDayTests {
        SimulatedDays() {
            super(server);
        }
    }

    @Nested
    class HostTransactions extends HostTransactionTests {
        HostTransactions() {
            super(server);
        }
    }

    @Nested
    class Joining extends JoinTests {
        Joining() {
            super(server);
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
