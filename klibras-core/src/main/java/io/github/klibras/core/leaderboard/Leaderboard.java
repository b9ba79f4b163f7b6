package io.github.klibras.core.leaderboard;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Numbers;

import java.util.ArrayList;
import java.util.List;

/** Learners by points, with their ranks. Thread-safe if its store is. */
public final class Leaderboard {

    /** Greatest number of lines that one call returns. */
    public static final int MAX_LIMIT = 1000;

    private final LeaderboardStore store;
    private final TiePolicy ties;

    public Leaderboard(LeaderboardStore store, TiePolicy ties) {
        this.store = store;
        this.ties = ties;
    }

    /**
     * Returns the first learners.
     *
     * @param limit how many, 1 to {@value #MAX_LIMIT}
     * @throws InvalidInputException if the limit is out of range
     */
    public List<LeaderboardEntry> top(int limit) {
        Numbers.inRange("limit of the leaderboard", limit, 1, MAX_LIMIT);
        return ranked(store.top(limit));
    }

    private List<LeaderboardEntry> ranked(List<LeaderboardRow> rows) {
        List<LeaderboardEntry> entries = new ArrayList<>(rows.size());
        long rank = 0;
        int points = 0;
        for (LeaderboardRow row : rows) {
            boolean tie = !entries.isEmpty() && row.points() == points;
            if (ties == TiePolicy.ORDINAL || !tie) {
                rank = ties == TiePolicy.DENSE ? rank + 1 : entries.size() + 1L;
            }
            points = row.points();
            entries.add(new LeaderboardEntry(rank, row.userId(), row.username(), row.points(), row.signs()));
        }
        return List.copyOf(entries);
    }
}
