package io.github.klibras.core.leaderboard;

import java.util.List;
import java.util.Optional;

/**
 * A page of the leaderboard.
 *
 * @param entries the lines, in order; empty behind the end
 * @param nextCursor what to ask for the next page with; empty if this was the last one
 */
public record LeaderboardPage(List<LeaderboardEntry> entries, Optional<String> nextCursor) {

    public LeaderboardPage {
        entries = List.copyOf(entries);
    }
}
