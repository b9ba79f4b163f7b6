package io.github.klibras.core.inmemory;

import io.github.klibras.core.leaderboard.Audience;
import io.github.klibras.core.leaderboard.LeaderboardRow;
import io.github.klibras.core.leaderboard.LeaderboardStore;
import io.github.klibras.core.leaderboard.Neighborhood;
import io.github.klibras.core.leaderboard.PointsCount;
import io.github.klibras.core.leaderboard.Standing;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.User;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

final class InMemoryLeaderboardStore implements LeaderboardStore {

    private static final Comparator<User> ORDER =
            Comparator.comparingInt(User::points).reversed().thenComparingLong(User::id);

    private final Tables tables;

    InMemoryLeaderboardStore(Tables tables) {
        this.tables = tables;
    }

    @Override
    public List<LeaderboardRow> top(Audience audience, int limit) {
        return tables.transaction(
                () -> ordered(audience).limit(limit).map(this::row).toList());
    }

    @Override
    public List<LeaderboardRow> after(Audience audience, int points, long userId, int limit) {
        return tables.transaction(() -> ordered(audience)
                .filter(user -> compare(user, points, userId) > 0)
                .limit(limit)
                .map(this::row)
                .toList());
    }

    @Override
    public Optional<Neighborhood> around(Audience audience, long userId, int neighbors) {
        return tables.transaction(() -> {
            List<User> all = ordered(audience).toList();
            for (int own = 0; own < all.size(); own++) {
                if (all.get(own).id() == userId) {
                    return Optional.of(neighborhood(all, own, neighbors));
                }
            }
            return Optional.empty();
        });
    }

    @Override
    public List<Standing> standings(Audience audience, Collection<Long> userIds) {
        return tables.transaction(() -> {
            Set<Long> wanted = Set.copyOf(userIds);
            List<User> all = ordered(audience).toList();
            return all.stream()
                    .filter(user -> wanted.contains(user.id()))
                    .map(user -> standing(user, all))
                    .toList();
        });
    }

    @Override
    public List<PointsCount> histogram(Audience audience) {
        return tables.transaction(() -> ordered(audience)
                .collect(Collectors.groupingBy(User::points, LinkedHashMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(count -> new PointsCount(count.getKey(), count.getValue()))
                .toList());
    }

    private Neighborhood neighborhood(List<User> all, int own, int neighbors) {
        int from = Math.max(0, own - neighbors);
        int to = (int) Math.min(all.size(), own + neighbors + 1L);
        List<User> near = all.subList(from, to);
        Standing first = standing(near.get(0), all);
        return new Neighborhood(
                near.stream().map(this::row).toList(), first.ahead(), first.pointsAhead(), first.tiedBefore());
    }

    private Standing standing(User user, List<User> all) {
        List<User> ahead =
                all.stream().filter(other -> other.points() > user.points()).toList();
        long tiedBefore = all.stream()
                .filter(other -> other.points() == user.points() && other.id() < user.id())
                .count();
        long tiedAfter = all.stream()
                .filter(other -> other.points() == user.points() && other.id() > user.id())
                .count();
        return new Standing(
                row(user),
                ahead.size(),
                ahead.stream().mapToInt(User::points).distinct().count(),
                tiedBefore,
                tiedAfter,
                all.size() - ahead.size() - tiedBefore - tiedAfter - 1);
    }

    private Stream<User> ordered(Audience audience) {
        return tables.users.values().stream()
                .filter(user -> audience == Audience.EVERYBODY || user.role() != Role.ADMIN)
                .sorted(ORDER);
    }

    /** Returns a negative number if the learner comes before the place, a positive one if after it. */
    private static int compare(User user, int points, long userId) {
        return user.points() == points ? Long.compare(user.id(), userId) : Integer.compare(points, user.points());
    }

    private LeaderboardRow row(User user) {
        return new LeaderboardRow(
                user.id(),
                user.username().value(),
                user.points(),
                tables.knownSigns(user.id()).size());
    }
}
