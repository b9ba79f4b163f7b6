package io.github.klibras.core.leaderboard;

/**
 * The one definition of a learner's percentile: the percentage of the <em>others</em> who have fewer points. Hence 0
 * for a learner with the fewest, 100 for one alone at the top, and 100 also for a sole participant, who is first.
 */
final class Percentile {

    private Percentile() {}

    /**
     * Returns the percentile, 0 to 100.
     *
     * @param behind how many of the others have fewer points
     * @param others how many others there are; not negative
     */
    static double of(long behind, long others) {
        return others == 0 ? 100 : 100.0 * behind / others;
    }
}
