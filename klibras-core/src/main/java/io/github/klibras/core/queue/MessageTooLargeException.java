package io.github.klibras.core.queue;

import io.github.klibras.core.InvalidInputException;

/** A message would be larger than its format allows; it was not written. */
public class MessageTooLargeException extends InvalidInputException {

    private final long size;
    private final long limit;

    /**
     * Describes the problem.
     *
     * @param size the size of the message, in bytes
     * @param limit the greatest size, in bytes
     */
    public MessageTooLargeException(long size, long limit) {
        super("The message would have " + size + " bytes; at most " + limit
                + " are allowed: send a shorter video, or a message that refers to a video in a store");
        this.size = size;
        this.limit = limit;
    }

    /** Returns the size that the message would have, in bytes. */
    public long size() {
        return size;
    }

    /** Returns the greatest size, in bytes. */
    public long limit() {
        return limit;
    }
}
