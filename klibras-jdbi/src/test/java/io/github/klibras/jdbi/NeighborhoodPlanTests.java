package io.github.klibras.jdbi;

import io.github.klibras.core.leaderboard.Audience;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import javax.sql.DataSource;
import java.util.Collections;

import static org.assertj.core.api.Assertions.assertThat;

/** The cost of a neighborhood grows with the number of learners ahead, not with the number of all learners. */
abstract class NeighborhoodPlanTests {

    private static final int USERS = 20_000;
    private static final int AHEAD = 100;

    private final TestServer server;
    private final StatementRecorder recorder = new StatementRecorder();
    private Jdbi jdbi;
    private JdbiStores stores;

    NeighborhoodPlanTests(TestServer server) {
        this.server = server;
    }

    @BeforeEach
    void fill() {
        DataSource dataSource = server.migrated();
        jdbi = Jdbi.create(dataSource);
        stores = JdbiStores.builder(dataSource).sqlLogger(recorder).build();
        jdbi.useHandle(handle -> {
            handle.execute("insert into users (id, email, username, password, points, role)"
                    + " select x, concat('u', x), concat('u', x), '', x, 'USER' from " + server.numbers(USERS));
            handle.execute(server.analyze());
        });
    }

    @ParameterizedTest
    @EnumSource
    void neighborhoodNearTheTopReadsLittle(Audience audience) {
        long learner = USERS - AHEAD;
        String statement = recorder.during(() -> assertThat(stores.leaderboard().around(audience, learner, 5))
                        .isPresent())
                .get(0);
        Object[] parameters = Collections.nCopies(
                        (int) statement.chars().filter(c -> c == '?').count(), learner)
                .toArray();

        long read = jdbi.withHandle(handle -> server.rowsRead(handle, statement, parameters));

        assertThat(read).isLessThan(10 * AHEAD);
    }
}
