package io.github.klibras.core.job;

import io.github.klibras.core.progress.Award;

import java.util.Optional;

/** Outcome of a worker's attempt to end a job. */
public sealed interface FinishResult {

    /**
     * The outcome was stored, together with the award in the same transaction.
     *
     * @param award the outcome of the award; empty if none was requested
     */
    record Finished(Optional<Award> award) implements FinishResult {}

    /** The job had already ended, or another worker has claimed it since: nothing was stored or paid. */
    record Superseded() implements FinishResult {}
}
