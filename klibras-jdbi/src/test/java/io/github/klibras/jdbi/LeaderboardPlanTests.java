package io.github.klibras.jdbi;

import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.leaderboard.Audience;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A page of the leaderboard is cut from its index, so that its cost does not grow with the number of learners. */
abstract class LeaderboardPlanTests {

    private static final int USERS = 20_000;
    private static final int LINES = 50;

    /** A line takes 2 to 13 reads, as each database counts them; looking at all learners would take 20,000 and more. */
    private static final long MOST = 20L * LINES;

    private final TestServer server;

    LeaderboardPlanTests(TestServer server) {
        this.server = server;
    }

    @Test
    void aPageReadsAboutAsManyRowsAsItHasLines() {
        DataSource dataSource = server.migrated();
        Jdbi jdbi = Jdbi.create(dataSource);
        StatementRecorder recorder = new StatementRecorder();
        JdbiStores stores = JdbiStores.builder(dataSource).sqlLogger(recorder).build();
        for (String key : new String[] {"s1", "s2", "s3"}) {
            stores.catalog().addSign(new NewSign(key, "", key, 10));
        }
        // A quarter of all learners share each number of points.
        jdbi.useHandle(handle -> {
            handle.execute("insert into users (id, email, username, password, points, role)"
                    + " select x, concat('u', x), concat('u', x), '', mod(x, 4) * 10, 'USER' from "
                    + server.numbers(USERS));
            handle.execute("insert into user_sign_association (user_id, sign_id)"
                    + " select u.id, s.id from users u join signs s on s.id <= u.points / 10");
            handle.execute(server.analyze());
        });

        String top = recorder.during(() -> assertThat(stores.leaderboard().top(Audience.EVERYBODY, LINES))
                        .hasSize(LINES)
                        .allMatch(row -> row.points() == 30 && row.signs() == 3))
                .get(0);
        String after = recorder.during(
                        () -> assertThat(stores.leaderboard().after(Audience.EVERYBODY, 20, 10_000, LINES))
                                .hasSize(LINES)
                                .allMatch(row -> row.userId() > 10_000 && row.signs() == 2))
                .get(0);

        jdbi.useHandle(handle -> {
            assertThat(server.rowsRead(handle, top)).isBetween((long) LINES, MOST);
            assertThat(server.rowsRead(handle, after, 20, 10_000, 19)).isBetween((long) LINES, MOST);
        });
    }
}
