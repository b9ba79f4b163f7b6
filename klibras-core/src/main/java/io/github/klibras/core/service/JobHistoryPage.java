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

    /** @param found one more than asked for if there is a next page */
    static JobHistoryPage of(List<RecognitionJob> found, int limit) {
        if (found.size() <= limit) {
            return new JobHistoryPage(found, Optional.empty());
        }
        RecognitionJob last = found.get(limit - 1);
        return new JobHistoryPage(
                found.subList(0, limit), Optional.of(new HistoryCursor(last.createdAt(), last.id()).write()));
    }
}
