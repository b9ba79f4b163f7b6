package io.github.klibras.core.queue;

import io.github.klibras.core.job.JobId;

import java.util.Optional;

/** Port that converts between messages and their bytes; klibras-amqp implements it. Thread-safe. */
public interface JobMessageFormat {

    /**
     * Writes a message.
     *
     * @throws MessageTooLargeException if it would be larger than {@link #decode} accepts
     */
    EncodedMessage encode(JobMessage message);

    /** Returns how many bytes the body of a message will have, without writing it. */
    long encodedSize(JobMessage message);

    /**
     * Returns a more compact format for messages that are too large for a queue in this one; the same readers must
     * understand it. Empty by default: such messages are not sent.
     */
    default Optional<JobMessageFormat> forLarge() {
        return Optional.empty();
    }

    /** Deletes anything that {@link #encode} stored outside the message; most formats store nothing outside it. */
    default void forget(JobId id) {}

    /**
     * Reads a message.
     *
     * @throws MalformedMessageException if it is not one; trying again does not help
     * @throws MissingVideoException if it refers to a video that cannot be found
     */
    JobMessage decode(EncodedMessage message);
}
