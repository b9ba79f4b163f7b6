package io.github.klibras.core.landmark;

/** Listener for frames whose landmarks have been extracted. Called by one thread at a time; must be fast. */
@FunctionalInterface
public interface FrameProgress {

    /** Does nothing. */
    FrameProgress NONE = (done, total) -> {};

    /**
     * Reports how many frames are done.
     *
     * @param done how many are done, 0 to {@code total}; never fewer than before
     * @param total how many there are to do, positive
     */
    void extracted(int done, int total);
}
