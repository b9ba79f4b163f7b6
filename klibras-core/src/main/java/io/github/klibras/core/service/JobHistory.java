package io.github.klibras.core.service;

import io.github.klibras.core.job.RecognitionJob;

import java.util.List;

/**
 * Part of a user's jobs, by offset.
 *
 * @param jobs the newest first
 * @param total how many jobs the user has in total
 */
public record JobHistory(List<RecognitionJob> jobs, long total) {

    public JobHistory {
        jobs = List.copyOf(jobs);
    }
}
