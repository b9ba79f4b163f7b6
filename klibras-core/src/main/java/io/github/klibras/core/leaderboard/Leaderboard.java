package io.github.klibras.core.leaderboard;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Numbers;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Learners by points, with their ranks. Thread-safe. */
public final class Leaderboard {

    /** Greatest number of lines that one call returns. */
    public static final int MAX_LIMIT = 1000;

    private final LeaderboardStore store;
    private final TiePolicy ties;
    private final Audience audience;

    /** Creates a leaderboard of {@linkplain Audience#EVERYBODY everybody}. */
    public Leaderboard(LeaderboardStore store, TiePolicy ties) {
        this(store, ties, Audience.EVERYBODY);
    }

    /**
     * Creates a leaderboard.
     *
     * @param store where learners are read
     * @param ties which rank learners with equal points get
     * @param audience who takes part
     */
    public Leaderboard(LeaderboardStore store, TiePolicy ties, Audience audience) {
        this.store = store;
        this.ties = ties;
        this.audience = audience;
    }

    /**
     * Returns the first learners.
     *
     * @param limit how many, 1 to {@value #MAX_LIMIT}
     * @throws InvalidInputException if the limit is out of range
     */
    public List<LeaderboardEntry> top(int limit) {
        return Ranking.START.entries(store.top(audience, checked(limit)), ties);
    }

    /**
     * Returns the first page.
     *
     * @param limit how many lines, 1 to {@value #MAX_LIMIT}
     * @throws InvalidInputException if the limit is out of range
     */
    public LeaderboardPage firstPage(int limit) {
        return page(Ranking.START, store.top(audience, checked(limit) + 1), limit);
    }

    /**
     * Returns the page after another one. Ranks continue from there: learners who have moved past the cursor meanwhile
     * are neither shown nor counted.
     *
     * @param cursor from {@link LeaderboardPage#nextCursor()} of a leaderboard with this audience
     * @param limit how many lines, 1 to {@value #MAX_LIMIT}
     * @throws InvalidInputException if the limit is out of range, or the cursor is not from this leaderboard
     */
    public LeaderboardPage nextPage(String cursor, int limit) {
        Ranking state = LeaderboardCursor.read(cursor, audience);
        return page(state, store.after(audience, state.points(), state.userId(), checked(limit) + 1), limit);
    }

    /** Makes a page of rows; one extra row shows whether there is a next page. */
    private LeaderboardPage page(Ranking state, List<LeaderboardRow> rows, int limit) {
        boolean more = rows.size() > limit;
        List<LeaderboardRow> page = more ? rows.subList(0, limit) : rows;
        Optional<String> next =
                more ? Optional.of(LeaderboardCursor.write(state.after(page), audience)) : Optional.empty();
        return new LeaderboardPage(state.entries(page, ties), next);
    }

    /**
     * Returns a learner with those directly ahead and behind, counted exactly at one moment.
     *
     * @param userId the learner
     * @param neighbors how many on each side, 0 to {@value #MAX_LIMIT}
     * @return at most {@code 2 * neighbors + 1} lines in order; empty if the learner does not take part
     * @throws InvalidInputException if the number is out of range
     */
    public List<LeaderboardEntry> around(long userId, int neighbors) {
        Numbers.inRange("number of neighbors", neighbors, 0, MAX_LIMIT);
        return store.around(audience, userId, neighbors)
                .map(found -> Ranking.before(found).entries(found.rows(), ties))
                .orElse(List.of());
    }

    /** Returns a learner's line, counted exactly; empty if the learner does not take part. */
    public Optional<LeaderboardEntry> entry(long userId) {
        return standing(userId).map(this::entry);
    }

    /**
     * Returns the lines of several learners, counted exactly at one moment.
     *
     * @param userIds at most {@value #MAX_LIMIT} learners
     * @return the lines of those who take part, by the learners' ids
     * @throws InvalidInputException if there are too many
     */
    public Map<Long, LeaderboardEntry> entries(Collection<Long> userIds) {
        Numbers.inRange("number of learners to look up", userIds.size(), 0, MAX_LIMIT);
        Map<Long, LeaderboardEntry> entries = new HashMap<>();
        if (!userIds.isEmpty()) {
            for (Standing standing : store.standings(audience, Set.copyOf(userIds))) {
                entries.put(standing.row().userId(), entry(standing));
            }
        }
        return entries;
    }

    /**
     * Returns the percentage of the other learners who have fewer points: 0 for a learner with the fewest, 100 for one
     * alone at the top, and 100 also for a sole participant. {@link RankEstimate} gives the same from cached counts.
     *
     * @return 0 to 100; empty if the learner does not take part
     */
    public OptionalDouble percentile(long userId) {
        Optional<Standing> own = standing(userId);
        if (own.isEmpty()) {
            return OptionalDouble.empty();
        }
        Standing standing = own.get();
        long others = standing.ahead() + standing.tiedBefore() + standing.tiedAfter() + standing.behind();
        return OptionalDouble.of(Percentile.of(standing.behind(), others));
    }

    private Optional<Standing> standing(long userId) {
        return store.standings(audience, List.of(userId)).stream().findFirst();
    }

    private LeaderboardEntry entry(Standing standing) {
        return Ranking.before(standing).entries(List.of(standing.row()), ties).get(0);
    }

    private static int checked(int limit) {
        return Numbers.inRange("limit of the leaderboard", limit, 1, MAX_LIMIT);
    }
}
