package io.github.klibras.jdbi;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.store.Stores;
import io.github.klibras.testkit.CatalogStoreContract;
import io.github.klibras.testkit.JobStoreContract;
import io.github.klibras.testkit.LeaderboardStoreContract;
import io.github.klibras.testkit.ProgressStoreContract;
import io.github.klibras.testkit.UserStoreContract;
import io.github.klibras.testkit.VideoStoreContract;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

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

        private final DataSource dataSource = server.cleaned();

        @Override
        protected Stores emptyStores() {
            return JdbiStores.over(dataSource);
        }

        @Override
        protected void setPoints(long userId, int points) {
            Jdbi.create(dataSource)
                    .useHandle(handle -> handle.execute("update users set points = ? where id = ?", points, userId));
        }
    }

    @Nested
    class Jobs extends JobStoreContract {
        @Override
        protected Stores emptyStores() {
            return DatabaseTests.this.emptyStores();
        }

        /** H2 takes a page for the one before it if only the limit differs and it cannot see that. */
        @Test
        void aPageOfTheHistoryIsAsLongAsItsOwnLimitAllows() {
            long ana = Learners.register(stores, "ana");
            for (int i = 0; i < 6; i++) {
                stores.jobs()
                        .insert(
                                new NewJob(new JobId("job" + i), ana, "a", Instant.ofEpochSecond(i / 2)),
                                JobStore.UNLIMITED);
            }

            for (int limit : List.of(1, 5, 2, 4, 5)) {
                assertThat(stores.jobs().historyAfter(ana, Instant.ofEpochSecond(2), new JobId("job4"), limit))
                        .hasSize(limit);
            }
        }
    }

    @Nested
    class Videos extends VideoStoreContract {

        private final JdbiVideoStore videos = JdbiStores.over(server.cleaned()).videos(InstantSource.system());

        @Override
        protected VideoStore videos() {
            return videos;
        }

        @Test
        void videosThatNoOpenJobNeedsArePurged() {
            Stores stores = JdbiStores.over(server.cleaned());
            long ana = Learners.register(stores, "ana");
            for (String id : List.of("open", "ended", "never")) {
                videos.put(new JobId(id), Video.of(new byte[] {1}));
            }
            for (String id : List.of("open", "ended")) {
                stores.jobs().insert(new NewJob(new JobId(id), ana, "a", Instant.EPOCH), JobStore.UNLIMITED);
            }
            stores.jobs().failQueued(new JobId("ended"), "no", Instant.EPOCH);

            assertThat(videos.purge(Instant.now().minusSeconds(3600))).isZero();
            assertThat(videos.purge(Instant.now().plusSeconds(1))).isEqualTo(2);
            assertThat(videos.find(new JobId("open"))).isPresent();
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
