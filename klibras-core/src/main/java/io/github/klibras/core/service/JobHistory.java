package io.github.klibras.core.service;

import io.github.klibras.core.job.RecognitionJob;

import java.util.List;

/**
 * A part of a user's jobs, by its offset.
 *
 * @param jobs the newest first
 * @param total how many the user has in all
 */
public record JobHistory(List<RecognitionJob> jobs, long total) {

    public JobHistory {
        jobs = List.copyOf(jobs);
    }
}
