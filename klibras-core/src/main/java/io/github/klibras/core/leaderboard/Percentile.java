package io.github.klibras.core.leaderboard;

/**
 * The one definition of a learner's percentile: how many per cent of the <em>others</em> have fewer points. Hence 0 for
 * whoever has the fewest, 100 for whoever is alone at the top, and 100 also for whoever takes part alone, who is first.
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
