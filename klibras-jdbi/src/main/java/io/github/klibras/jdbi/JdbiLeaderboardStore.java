package io.github.klibras.jdbi;

import io.github.klibras.core.leaderboard.LeaderboardRow;
import io.github.klibras.core.leaderboard.LeaderboardStore;

import java.util.List;

final class JdbiLeaderboardStore implements LeaderboardStore {

    private final Database database;

    JdbiLeaderboardStore(Database database) {
        this.database = database;
    }

    @Override
    public List<LeaderboardRow> top(int limit) {
        return List.copyOf(database.with(database.dialect().leaderboard(), leaderboard -> leaderboard.top(limit)));
    }

    @Override
    public List<LeaderboardRow> after(int points, long userId, int limit) {
        return List.copyOf(database.with(
                database.dialect().leaderboard(),
                leaderboard -> leaderboard.after(points, userId, points - 1L, limit)));
    }
}
