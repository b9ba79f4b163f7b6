package io.github.klibras.jdbi;

import io.github.klibras.core.leaderboard.Audience;
import io.github.klibras.core.leaderboard.LeaderboardRow;
import io.github.klibras.core.leaderboard.LeaderboardStore;
import io.github.klibras.core.leaderboard.Neighborhood;
import io.github.klibras.core.leaderboard.PointsCount;
import io.github.klibras.core.leaderboard.Standing;
import io.github.klibras.jdbi.internal.LeaderboardSql;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

final class JdbiLeaderboardStore implements LeaderboardStore {

    private final Database database;

    JdbiLeaderboardStore(Database database) {
        this.database = database;
    }

    @Override
    public List<LeaderboardRow> top(Audience audience, int limit) {
        return List.copyOf(sql(audience, (leaderboard, among) -> leaderboard.top(among, limit)));
    }

    @Override
    public List<LeaderboardRow> after(Audience audience, int points, long userId, int limit) {
        return List.copyOf(
                sql(audience, (leaderboard, among) -> leaderboard.after(among, points, userId, points - 1L, limit)));
    }

    @Override
    public Optional<Neighborhood> around(Audience audience, long userId, int neighbors) {
        return sql(audience, (leaderboard, among) -> leaderboard.around(among, userId, neighbors));
    }

    @Override
    public List<Standing> standings(Audience audience, Collection<Long> userIds) {
        return userIds.isEmpty()
                ? List.of()
                : List.copyOf(sql(audience, (leaderboard, among) -> leaderboard.standings(among, userIds)));
    }

    @Override
    public List<PointsCount> histogram(Audience audience) {
        return List.copyOf(sql(audience, LeaderboardSql::histogram));
    }

    private <T> T sql(Audience audience, BiFunction<LeaderboardSql, String, T> work) {
        return database.with(
                database.dialect().leaderboard(),
                leaderboard -> work.apply(leaderboard, LeaderboardSql.condition(audience)));
    }
}
