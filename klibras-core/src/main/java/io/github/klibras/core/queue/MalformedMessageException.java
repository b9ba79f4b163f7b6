package io.github.klibras.core.queue;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.job.JobId;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** Bytes from the queue are not a job message. The text says what is wrong and where, but never quotes the video. */
public class MalformedMessageException extends InvalidInputException {

    private final @Nullable JobId jobId;

    /**
     * Describes the problem.
     *
     * @param message what is wrong
     * @param jobId the job that the message is about, or {@code null} if it could not be read
     * @param cause the parser's exception, or {@code null}
     */
    public MalformedMessageException(String message, @Nullable JobId jobId, @Nullable Throwable cause) {
        super(message, cause);
        this.jobId = jobId;
    }

    /** Returns the job that the message is about, or empty if it could not be read. */
    public Optional<JobId> jobId() {
        return Optional.ofNullable(jobId);
    }
}
