package io.github.klibras.core.leaderboard;

import java.util.ArrayList;
import java.util.List;

/**
 * State of assigning ranks to consecutive rows.
 *
 * @param points the points of the last ranked row
 * @param userId the learner of that row
 * @param position how many rows have been ranked, including those of earlier pages
 * @param competition the rank of the last row by {@link TiePolicy#COMPETITION}
 * @param dense the rank of the last row by {@link TiePolicy#DENSE}
 */
record Ranking(int points, long userId, long position, long competition, long dense) {

    /** In place of the competition rank while no row that might tie with the next one has been ranked. */
    private static final long NO_ROW = 0;

    /** The state before the first row. */
    static final Ranking START = untied(0, 0);

    /** Returns the state in which the row of this standing is the next one. */
    static Ranking before(Standing standing) {
        return before(standing.row(), standing.ahead(), standing.pointsAhead(), standing.tiedBefore());
    }

    /** Returns the state in which the first row of this neighborhood is the next one. */
    static Ranking before(Neighborhood found) {
        return before(found.rows().get(0), found.ahead(), found.pointsAhead(), found.tiedBefore());
    }

    private static Ranking before(LeaderboardRow next, long ahead, long pointsAhead, long tiedBefore) {
        return tiedBefore == 0
                ? untied(ahead, pointsAhead)
                : new Ranking(next.points(), next.userId(), ahead + tiedBefore, ahead + 1, pointsAhead + 1);
    }

    /** Returns the state in which the next row does not tie with the one before it, whatever its points. */
    private static Ranking untied(long position, long dense) {
        return new Ranking(0, 0, position, NO_ROW, dense);
    }

    Ranking next(LeaderboardRow row) {
        boolean tie = competition != NO_ROW && row.points() == points;
        return new Ranking(
                row.points(), row.userId(), position + 1, tie ? competition : position + 1, tie ? dense : dense + 1);
    }

    long rank(TiePolicy policy) {
        return switch (policy) {
            case COMPETITION -> competition;
            case DENSE -> dense;
            case ORDINAL -> position;
        };
    }

    /** Assigns ranks to the rows that follow this state. */
    List<LeaderboardEntry> entries(List<LeaderboardRow> rows, TiePolicy policy) {
        List<LeaderboardEntry> entries = new ArrayList<>(rows.size());
        Ranking state = this;
        for (LeaderboardRow row : rows) {
            state = state.next(row);
            entries.add(
                    new LeaderboardEntry(state.rank(policy), row.userId(), row.username(), row.points(), row.signs()));
        }
        return entries;
    }

    /** Returns the state after these rows. */
    Ranking after(List<LeaderboardRow> rows) {
        Ranking state = this;
        for (LeaderboardRow row : rows) {
            state = state.next(row);
        }
        return state;
    }
}
