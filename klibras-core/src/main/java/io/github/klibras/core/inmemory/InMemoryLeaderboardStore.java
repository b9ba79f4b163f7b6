package io.github.klibras.core.inmemory;

import io.github.klibras.core.leaderboard.LeaderboardRow;
import io.github.klibras.core.leaderboard.LeaderboardStore;
import io.github.klibras.core.user.User;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

final class InMemoryLeaderboardStore implements LeaderboardStore {

    private static final Comparator<User> ORDER =
            Comparator.comparingInt(User::points).reversed().thenComparingLong(User::id);

    private final Tables tables;

    InMemoryLeaderboardStore(Tables tables) {
        this.tables = tables;
    }

    @Override
    public List<LeaderboardRow> top(int limit) {
        return first(limit, user -> true);
    }

    @Override
    public List<LeaderboardRow> after(int points, long userId, int limit) {
        return first(limit, user -> user.points() < points || (user.points() == points && user.id() > userId));
    }

    private List<LeaderboardRow> first(int limit, Predicate<User> wanted) {
        return tables.transaction(() -> tables.users.values().stream()
                .filter(wanted)
                .sorted(ORDER)
                .limit(limit)
                .map(user -> new LeaderboardRow(
                        user.id(),
                        user.username(),
                        user.points(),
                        tables.knownSigns(user.id()).size()))
                .toList());
    }
}
