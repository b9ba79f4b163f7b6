package io.github.klibras.core.encoding;

import io.github.klibras.core.InvalidInputException;

/** The text of a payload is not what its encoding allows. The message tells where, never what the payload holds. */
public class InvalidPayloadException extends InvalidInputException {

    private final long position;

    public InvalidPayloadException(String message, long position) {
        super(message);
        this.position = position;
    }

    /** Returns the index of the first byte that is wrong, or the length of the text if something is missing there. */
    public long position() {
        return position;
    }
}
