package io.github.klibras.inference.keras;

import io.github.klibras.core.KlibrasException;
import org.jspecify.annotations.Nullable;

/**
 * A model, or a bundle with one, cannot be used to classify signs: it cannot be read, is not supported, or its numbers
 * are no probabilities. The message names the file and says what was found and what was expected. Trying again with the
 * same file does not help.
 */
public class SignModelException extends KlibrasException {

    public SignModelException(String message) {
        super(message);
    }

    public SignModelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
