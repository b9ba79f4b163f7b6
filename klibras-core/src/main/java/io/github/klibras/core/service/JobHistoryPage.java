package io.github.klibras.core.service;

import io.github.klibras.core.job.RecognitionJob;

import java.util.List;
import java.util.Optional;

/**
 * A part of a user's jobs, by a cursor: new jobs do not shift it.
 *
 * @param jobs the newest first
 * @param nextCursor what to ask for the next page with; empty if this was the last one
 */
public record JobHistoryPage(List<RecognitionJob> jobs, Optional<String> nextCursor) {

    public JobHistoryPage {
        jobs = List.copyOf(jobs);
    }
}
