package io.github.klibras.core.recognition;

import io.github.klibras.core.InvalidInputException;

/**
 * A model file, a classifier or landmarks do not match a {@link ModelBundle}. The message gives the bundle's name, the
 * expected value and the actual one.
 */
public class ModelMismatchException extends InvalidInputException {

    public ModelMismatchException(String message) {
        super(message);
    }
}
