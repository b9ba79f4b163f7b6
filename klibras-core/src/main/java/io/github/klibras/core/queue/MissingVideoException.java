package io.github.klibras.core.queue;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.VideoStore;

/**
 * A message refers to a video that is no longer, or not yet, in the {@link VideoStore}. Videos are deleted when their
 * job ends, so a message that is delivered twice may cause this.
 */
public class MissingVideoException extends MalformedMessageException {

    public MissingVideoException(JobId jobId) {
        super("The video of job " + jobId + " is not in the store", jobId, null);
    }
}
