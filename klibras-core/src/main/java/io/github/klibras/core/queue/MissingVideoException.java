package io.github.klibras.core.queue;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.VideoStore;

/**
 * A message refers to a video that is in the {@link VideoStore} no more, or not yet. A job that has ended has had its
 * video deleted: a message that comes twice meets this.
 */
public class MissingVideoException extends MalformedMessageException {

    public MissingVideoException(JobId jobId) {
        super("The video of job " + jobId + " is not in the store", jobId, null);
    }
}
