package io.github.klibras.core.leaderboard;

import java.util.List;
import java.util.Optional;

/**
 * A page of the leaderboard.
 *
 * @param entries the lines, in order; empty past the end
 * @param nextCursor the cursor of the next page; empty if this is the last one
 */
public record LeaderboardPage(List<LeaderboardEntry> entries, Optional<String> nextCursor) {

    public LeaderboardPage {
        entries = List.copyOf(entries);
    }
}
