package io.github.klibras.core.encoding;

import io.github.klibras.core.InvalidInputException;

/** The text of a payload is not valid in its encoding. The message says where, but never quotes the payload. */
public class InvalidPayloadException extends InvalidInputException {

    private final long position;

    public InvalidPayloadException(String message, long position) {
        super(message);
        this.position = position;
    }

    /** Returns the index of the first wrong byte, or the length of the text if something is missing at its end. */
    public long position() {
        return position;
    }
}
