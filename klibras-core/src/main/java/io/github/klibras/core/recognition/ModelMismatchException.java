package io.github.klibras.core.recognition;

import io.github.klibras.core.InvalidInputException;

/**
 * A model file, a classifier or landmarks are not those that a {@link ModelBundle} describes. The message names the
 * bundle, what it says and what was found.
 */
public class ModelMismatchException extends InvalidInputException {

    public ModelMismatchException(String message) {
        super(message);
    }
}
