package io.github.klibras.core.leaderboard;

import java.util.ArrayList;
import java.util.List;

/**
 * Gives ranks to consecutive rows.
 *
 * @param points the points of the last row that got a rank
 * @param userId the learner of that row
 * @param position how many rows have got a rank, with those of earlier pages
 * @param competition the rank of the last row by {@link TiePolicy#COMPETITION}
 * @param dense the rank of the last row by {@link TiePolicy#DENSE}
 */
record Ranking(int points, long userId, long position, long competition, long dense) {

    /** Before the first row; its points are more than any learner has. */
    static final Ranking START = new Ranking(Integer.MAX_VALUE, 0, 0, 0, 0);

    /** The state in which the row of this standing is the next one. */
    static Ranking before(Standing standing) {
        long position = standing.ahead() + standing.tiedBefore();
        return standing.tiedBefore() == 0
                ? new Ranking(Integer.MAX_VALUE, 0, position, 0, standing.pointsAhead())
                : new Ranking(
                        standing.row().points(),
                        standing.row().userId(),
                        position,
                        standing.ahead() + 1,
                        standing.pointsAhead() + 1);
    }

    Ranking next(LeaderboardRow row) {
        boolean tie = position > 0 && row.points() == points;
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

    /** Gives ranks to the rows that follow this state. */
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
