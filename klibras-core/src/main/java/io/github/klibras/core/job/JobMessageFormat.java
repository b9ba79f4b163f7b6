package io.github.klibras.core.job;

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

    /** Deletes what {@link #encode} has put elsewhere than into the message; most formats put nothing elsewhere. */
    default void forget(JobId id) {}

    /**
     * Reads a message.
     *
     * @throws MalformedMessageException if it is not one; trying again does not help
     * @throws MissingVideoException if it refers to a video that is not to be had
     */
    JobMessage decode(EncodedMessage message);
}
