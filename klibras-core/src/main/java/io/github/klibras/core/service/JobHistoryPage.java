package io.github.klibras.core.service;

import io.github.klibras.core.job.RecognitionJob;

import java.util.List;
import java.util.Optional;

/**
 * Part of a user's jobs, by cursor, so that new jobs do not shift it.
 *
 * @param jobs the newest first
 * @param nextCursor the cursor of the next page; empty if this is the last one
 */
public record JobHistoryPage(List<RecognitionJob> jobs, Optional<String> nextCursor) {

    public JobHistoryPage {
        jobs = List.copyOf(jobs);
    }

    /** @param found one more than the limit if there is a next page */
    static JobHistoryPage of(List<RecognitionJob> found, int limit) {
        if (found.size() <= limit) {
            return new JobHistoryPage(found, Optional.empty());
        }
        RecognitionJob last = found.get(limit - 1);
        return new JobHistoryPage(
                found.subList(0, limit), Optional.of(new HistoryCursor(last.createdAt(), last.id()).write()));
    }
}
