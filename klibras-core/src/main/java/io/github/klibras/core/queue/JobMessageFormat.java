package io.github.klibras.core.queue;

import io.github.klibras.core.job.JobId;

import java.util.Optional;

/** Between a message and its bytes. This is the port that klibras-amqp implements. Thread-safe. */
public interface JobMessageFormat {

    /**
     * Writes a message.
     *
     * @throws MessageTooLargeException if it would be larger than {@link #decode} reads
     */
    EncodedMessage encode(JobMessage message);

    /** Returns how many bytes the body of a message will have, without writing it. */
    long encodedSize(JobMessage message);

    /**
     * Returns the format of messages that are larger in this one than a queue takes: a smaller one, which the same
     * readers read. Empty by default: such a message is not sent.
     */
    default Optional<JobMessageFormat> forLarge() {
        return Optional.empty();
    }

    /** Deletes what {@link #encode} has put elsewhere than into the message; most formats put nothing elsewhere. */
    default void forget(JobId id) {}

    /**
     * Reads a message.
     *
     * @throws MalformedMessageException if it is not one; trying again does not help
     * @throws MissingVideoException if it refers to a video that cannot be found
     */
    JobMessage decode(EncodedMessage message);
}
