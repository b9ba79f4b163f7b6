package io.github.klibras.core.queue;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.landmark.Video;

/**
 * The content of a message in the queue. The job's row is authoritative for owner and sign; the message carries them
 * for workers of the Python service.
 *
 * @param jobId the job
 * @param userId the owner
 * @param expectedAction the video key of the sign that the owner was asked to show
 * @param video the recording
 */
public record JobMessage(JobId jobId, long userId, String expectedAction, Video video) {}
