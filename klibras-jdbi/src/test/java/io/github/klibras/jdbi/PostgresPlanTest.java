package io.github.klibras.jdbi;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.leaderboard.Audience;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** Pages of 8 KiB that PostgreSQL reads for the hot statements, as EXPLAIN counts them. */
@Tag("one-jdk")
class PostgresPlanTest {

    private static final int USERS = 20_000;
    private static final Pattern BUFFERS = Pattern.compile("\"Shared (?:Hit|Read) Blocks\": (\\d+)");

    private final DataSource dataSource = PostgresServer.INSTANCE.migrated();
    private final Jdbi jdbi = Jdbi.create(dataSource);
    private final StatementRecorder recorder = new StatementRecorder();
    private final JdbiStores stores =
            JdbiStores.builder(dataSource).sqlLogger(recorder).build();

    /** A quarter of all learners share each number of points; one job in two hundred is open. */
    @BeforeEach
    void fill() {
        jdbi.useHandle(handle -> {
            handle.execute(
                    "insert into users (id, email, username, password, points, role)"
                            + " select u, 'u' || u, 'u' || u, '', u % 4 * 10, 'USER' from generate_series(1, ?) u",
                    USERS);
            handle.execute("insert into signs (id, name, \"desc\", \"videoUrl\", pontos)"
                    + " select s, 's' || s, '', 's' || s, 10 from generate_series(1, 5) s");
            handle.execute("insert into user_sign_association (user_id, sign_id)"
                    + " select u.id, s.id from users u join signs s on s.id <= u.points / 10");
            handle.execute(
                    "insert into processing_jobs (job_id, user_id, expected_action, status, state, created_at)"
                            + " select 'job' || i, 1 + i % 1000, 's1', case when i % 200 = 0 then 'pending' else 'failed' end,"
                            + " case when i % 200 = 0 then 'QUEUED' else 'FAILED' end, timestamp '2026-11-24' - i * interval '1 s'"
                            + " from generate_series(1, ?) i",
                    USERS);
            handle.execute("vacuum analyze");
        });
    }

    @Test
    void leaderboardPageReadsAboutAsManyBuffersAsItHasLines() {
        String top = only(recorder.during(() -> stores.leaderboard().top(Audience.EVERYBODY, 50)));
        String after = only(recorder.during(() -> stores.leaderboard().after(Audience.EVERYBODY, 20, 10_000, 50)));

        assertThat(buffers(plan(top))).isBetween(50, 200);
        assertThat(buffers(plan(after, 20, 10_000, 19))).isBetween(50, 200);
        assertThat(plan(top)).contains("ix_users_leaderboard").doesNotContain("Seq Scan on users");
    }

    /** Ten thousand learners are ahead of this one; a page of the index holds more than 80 entries. */
    @Test
    void neighborhoodReadsOnlyTheIndexEntriesAhead() {
        String around = only(recorder.during(() -> stores.leaderboard().around(Audience.EVERYBODY, 10_001, 50)));
        Object[] parameters =
                new Object[around.length() - around.replace("?", "").length()];
        Arrays.fill(parameters, 10_001);

        assertThat(buffers(plan(around, parameters))).isBetween(100, 700);
        assertThat(plan(around, parameters)).doesNotContain("Seq Scan on users");
    }

    @Test
    void openJobsAreFoundWithoutReadingThoseThatHaveEnded() {
        Instant before = Instant.parse("2026-11-23T20:00:00Z");
        LocalDateTime utc = LocalDateTime.parse("2026-11-23T20:00:00");
        String expire = only(recorder.during(() -> stores.jobs().findQueued(before, 0, 10)));
        List<String> insert =
                recorder.during(() -> stores.jobs().insert(new NewJob(new JobId("x"), 7, "s1", before), 5));
        String countOpen = insert.get(1);

        assertThat(plan(expire, utc, 10, 0)).contains("ix_processing_jobs_open\"");
        assertThat(buffers(plan(expire, utc, 10, 0))).isLessThan(60);
        assertThat(plan(countOpen, 7)).contains("ix_processing_jobs_open_of_user");
        assertThat(buffers(plan(countOpen, 7))).isLessThan(10);
    }

    @Test
    void theJobsOfALearnerAreReadFromTheirIndex() {
        String history = only(recorder.during(() -> stores.jobs().history(7, 10, 0)));

        assertThat(plan(history, 7, 10, 0)).contains("ix_processing_jobs_history");
        assertThat(buffers(plan(history, 7, 10, 0))).isLessThan(20);
    }

    private static String only(List<String> statements) {
        assertThat(statements).hasSize(1);
        return statements.get(0);
    }

    private String plan(String statement, Object... parameters) {
        return jdbi.withHandle(
                handle -> handle.select("explain (analyze, buffers, format json) " + statement, parameters)
                        .mapTo(String.class)
                        .one());
    }

    /** The first two counts are those of the root, which include all others. */
    private static int buffers(String plan) {
        Matcher counts = BUFFERS.matcher(plan);
        int buffers = 0;
        for (int i = 0; i < 2 && counts.find(); i++) {
            buffers += Integer.parseInt(counts.group(1));
        }
        return buffers;
    }
}
