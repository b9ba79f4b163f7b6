package io.github.klibras.jdbi;

import io.github.klibras.core.leaderboard.Audience;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.util.List;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** A page of the leaderboard is cut from its index, so that its cost does not grow with the number of learners. */
class LeaderboardPlanTest {

    private static final int USERS = 20_000;

    @Test
    void aPageReadsAboutAsManyRowsAsItHasLines() {
        DataSource dataSource = H2Server.INSTANCE.migrated();
        Jdbi jdbi = Jdbi.create(dataSource);
        // A quarter of all learners share each number of points.
        jdbi.useHandle(handle -> {
            handle.execute(
                    "insert into users (email, username, password, points, role)"
                            + " select 'u' || x, 'u' || x, '', mod(x, 4) * 10, 'USER' from system_range(1, ?)",
                    USERS);
            handle.execute("insert into signs (name, \"desc\", \"videoUrl\", pontos)"
                    + " select 's' || x, '', 's' || x, 10 from system_range(1, 5)");
            handle.execute("insert into user_sign_association (user_id, sign_id)"
                    + " select u.id, s.id from users u join signs s on s.id <= u.points / 10");
            handle.execute("analyze");
        });
        StatementRecorder recorder = new StatementRecorder();
        JdbiStores stores = JdbiStores.builder(dataSource).sqlLogger(recorder).build();
        String top = recorder.during(() -> assertThat(stores.leaderboard().top(Audience.EVERYBODY, 50))
                        .hasSize(50)
                        .allMatch(row -> row.points() == 30 && row.signs() == 3))
                .get(0);
        String after = recorder.during(() -> assertThat(stores.leaderboard().after(Audience.EVERYBODY, 20, 10_000, 50))
                        .hasSize(50)
                        .allMatch(row -> row.userId() > 10_000 && row.signs() == 2))
                .get(0);

        assertThat(rowsRead(jdbi, top)).isNotEmpty().allMatch(rows -> rows <= 4 * 51);
        assertThat(rowsRead(jdbi, after, 20, 10_000, 19)).isNotEmpty().allMatch(rows -> rows <= 4 * 51);
    }

    /** Returns what H2 says of each step of the statement. */
    private static List<Integer> rowsRead(Jdbi jdbi, String statement, Object... parameters) {
        String plan = jdbi.withHandle(handle -> handle.select("explain analyze " + statement, parameters)
                .mapTo(String.class)
                .one());
        return Pattern.compile("scanCount: (\\d+)")
                .matcher(plan)
                .results()
                .map(step -> Integer.valueOf(step.group(1)))
                .toList();
    }
}
