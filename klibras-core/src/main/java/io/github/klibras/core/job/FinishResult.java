package io.github.klibras.core.job;

import io.github.klibras.core.progress.Award;

import java.util.Optional;

/** What came of a worker's attempt to end a job. */
public sealed interface FinishResult {

    /**
     * The outcome is stored, and with it the award in the same transaction.
     *
     * @param award what came of the award; empty if none was asked for
     */
    record Finished(Optional<Award> award) implements FinishResult {}

    /** The job had ended, or another worker has claimed it since: nothing was stored and nothing was paid. */
    record Superseded() implements FinishResult {}
}
