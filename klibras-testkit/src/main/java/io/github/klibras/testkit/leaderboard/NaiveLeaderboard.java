package io.github.klibras.testkit.leaderboard;

import io.github.klibras.core.leaderboard.Audience;
import io.github.klibras.core.leaderboard.LeaderboardRow;
import io.github.klibras.core.leaderboard.LeaderboardStore;
import io.github.klibras.core.leaderboard.Neighborhood;
import io.github.klibras.core.leaderboard.PointsCount;
import io.github.klibras.core.leaderboard.Standing;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reference results of the leaderboard's queries, computed in the shortest way from a list of everybody. Immutable.
 *
 * @param everybody all rows, in any order
 * @param admins the ids of the administrators among them
 */
record NaiveLeaderboard(List<LeaderboardRow> everybody, Set<Long> admins) implements LeaderboardStore {

    private static final Comparator<LeaderboardRow> ORDER =
            Comparator.comparingInt(LeaderboardRow::points).reversed().thenComparingLong(LeaderboardRow::userId);

    @Override
    public List<LeaderboardRow> top(Audience audience, int limit) {
        return all(audience).stream().limit(limit).toList();
    }

    @Override
    public List<LeaderboardRow> after(Audience audience, int points, long userId, int limit) {
        LeaderboardRow place = new LeaderboardRow(userId, "", points, 0);
        return all(audience).stream()
                .filter(row -> ORDER.compare(row, place) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<Neighborhood> around(Audience audience, long userId, int neighbors) {
        List<LeaderboardRow> all = all(audience);
        List<Long> ids = all.stream().map(LeaderboardRow::userId).toList();
        int own = ids.indexOf(userId);
        if (own < 0) {
            return Optional.empty();
        }
        List<LeaderboardRow> rows =
                all.subList(Math.max(0, own - neighbors), Math.min(all.size(), own + neighbors + 1));
        Standing first = standing(audience, rows.get(0));
        return Optional.of(new Neighborhood(rows, first.ahead(), first.pointsAhead(), first.tiedBefore()));
    }

    @Override
    public List<Standing> standings(Audience audience, Collection<Long> userIds) {
        return all(audience).stream()
                .filter(row -> userIds.contains(row.userId()))
                .map(row -> standing(audience, row))
                .toList();
    }

    @Override
    public List<PointsCount> histogram(Audience audience) {
        return all(audience).stream()
                .map(LeaderboardRow::points)
                .distinct()
                .map(points -> new PointsCount(points, count(audience, row -> row.points() == points)))
                .toList();
    }

    private List<LeaderboardRow> all(Audience audience) {
        return everybody.stream()
                .filter(row -> audience == Audience.EVERYBODY || !admins.contains(row.userId()))
                .sorted(ORDER)
                .toList();
    }

    private Standing standing(Audience audience, LeaderboardRow own) {
        return new Standing(
                own,
                count(audience, row -> row.points() > own.points()),
                all(audience).stream()
                        .map(LeaderboardRow::points)
                        .filter(points -> points > own.points())
                        .distinct()
                        .count(),
                count(audience, row -> row.points() == own.points() && row.userId() < own.userId()),
                count(audience, row -> row.points() == own.points() && row.userId() > own.userId()),
                count(audience, row -> row.points() < own.points()));
    }

    private long count(Audience audience, Predicate<LeaderboardRow> counted) {
        return all(audience).stream().filter(counted).count();
    }
}
