package io.github.klibras.core.encoding;

import io.github.klibras.core.InvalidInputException;

/** A payload has more bytes than the caller allows. It was refused before memory was allocated for it. */
public class PayloadTooLargeException extends InvalidInputException {

    private final long limit;
    private final long found;

    /**
     * Describes the problem.
     *
     * @param limit the greatest number of decoded bytes allowed
     * @param found the number of decoded bytes found
     */
    public PayloadTooLargeException(long limit, long found) {
        super("The payload has " + found + " bytes; at most " + limit + " are allowed");
        this.limit = limit;
        this.found = found;
    }

    /** Returns the greatest number of decoded bytes allowed. */
    public long limit() {
        return limit;
    }

    /** Returns the number of decoded bytes. */
    public long found() {
        return found;
    }
}
