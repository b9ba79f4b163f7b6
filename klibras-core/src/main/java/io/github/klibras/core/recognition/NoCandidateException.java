package io.github.klibras.core.recognition;

import io.github.klibras.core.InvalidInputException;

/** None of the labels to which a prediction was to be restricted is one of the model's. */
public class NoCandidateException extends InvalidInputException {

    public NoCandidateException(String message) {
        super(message);
    }
}
