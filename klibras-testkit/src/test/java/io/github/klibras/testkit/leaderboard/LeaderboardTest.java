package io.github.klibras.testkit.leaderboard;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.leaderboard.Audience;
import io.github.klibras.core.leaderboard.Leaderboard;
import io.github.klibras.core.leaderboard.LeaderboardEntry;
import io.github.klibras.core.leaderboard.LeaderboardRow;
import io.github.klibras.core.leaderboard.LeaderboardStore;
import io.github.klibras.core.leaderboard.Neighborhood;
import io.github.klibras.core.leaderboard.PointsCount;
import io.github.klibras.core.leaderboard.Standing;
import io.github.klibras.core.leaderboard.TiePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LeaderboardTest {

    @ParameterizedTest
    @CsvSource({
        "COMPETITION, 30 30 20 20 20 0, 1 1 3 3 3 6",
        "DENSE,       30 30 20 20 20 0, 1 1 2 2 2 3",
        "ORDINAL,     30 30 20 20 20 0, 1 2 3 4 5 6",
        "COMPETITION, 0 0,              1 1",
        "DENSE,       7,                1",
    })
    void tiesAreRankedByThePolicy(TiePolicy policy, String points, String ranks) {
        int[] pointsInOrder =
                Arrays.stream(points.split(" ", -1)).mapToInt(Integer::parseInt).toArray();

        List<LeaderboardEntry> entries = new Leaderboard(new Rows(pointsInOrder), policy).top(100);

        assertThat(entries).extracting(entry -> String.valueOf(entry.rank())).containsExactly(ranks.split(" ", -1));
        assertThat(entries.get(0)).isEqualTo(new LeaderboardEntry(1, 1, "user1", pointsInOrder[0], 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001})
    void aLimitOutOfRangeIsRefused(int limit) {
        Leaderboard leaderboard = new Leaderboard(new Rows(), TiePolicy.COMPETITION);

        assertThatThrownBy(() -> leaderboard.top(limit))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("1000");
    }

    @Test
    void emptyLeaderboardHasNoEntries() {
        assertThat(new Leaderboard(new Rows(), TiePolicy.DENSE).top(10)).isEmpty();
    }

    private static final class Rows implements LeaderboardStore {

        @Override
        public List<PointsCount> histogram(Audience audience) {
            throw new UnsupportedOperationException();
        }

        private final int[] points;

        Rows(int... points) {
            this.points = points;
        }

        @Override
        public List<LeaderboardRow> top(Audience audience, int limit) {
            return IntStream.range(0, points.length)
                    .mapToObj(i -> new LeaderboardRow(i + 1, "user" + (i + 1), points[i], 2))
                    .limit(limit)
                    .toList();
        }

        @Override
        public List<LeaderboardRow> after(Audience audience, int points, long userId, int limit) {
            return List.of();
        }

        @Override
        public Optional<Neighborhood> around(Audience audience, long userId, int neighbors) {
            return Optional.empty();
        }

        @Override
        public List<Standing> standings(Audience audience, Collection<Long> userIds) {
            return List.of();
        }
    }
}
