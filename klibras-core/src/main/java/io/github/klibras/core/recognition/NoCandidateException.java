package io.github.klibras.core.recognition;

import io.github.klibras.core.InvalidInputException;

/** The model knows none of the labels to which a prediction was to be restricted. */
public class NoCandidateException extends InvalidInputException {

    public NoCandidateException(String message) {
        super(message);
    }
}
