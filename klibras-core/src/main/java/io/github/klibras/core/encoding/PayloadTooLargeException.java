package io.github.klibras.core.encoding;

import io.github.klibras.core.InvalidInputException;

/** A payload has more bytes than the caller allows. It was refused before memory for it was taken. */
public class PayloadTooLargeException extends InvalidInputException {

    private final long limit;
    private final long found;

    /**
     * Describes the problem.
     *
     * @param limit the greatest number of decoded bytes that is allowed
     * @param found the number of decoded bytes that were found
     * @param atLeast whether there may be more than {@code found}, since reading stopped there
     */
    public PayloadTooLargeException(long limit, long found, boolean atLeast) {
        super("The payload has " + (atLeast ? "at least " : "") + found + " bytes; at most " + limit + " are allowed");
        this.limit = limit;
        this.found = found;
    }

    /** Returns the greatest number of decoded bytes that is allowed. */
    public long limit() {
        return limit;
    }

    /** Returns the number of decoded bytes, or of those up to which a stream was read. */
    public long found() {
        return found;
    }
}
