package io.github.klibras.core.queue;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.landmark.Video;

/**
 * What travels through the queue. The row of the job decides on owner and sign; the message carries them for workers of
 * the Python service.
 *
 * @param jobId the job
 * @param userId the owner
 * @param expectedAction the video key of the sign that the owner was asked to show
 * @param video the recording
 */
public record JobMessage(JobId jobId, long userId, String expectedAction, Video video) {}
