package io.github.klibras.core.model;

import io.github.klibras.core.KlibrasException;
import org.jspecify.annotations.Nullable;

/** There is no model to use at the moment: loading it failed, takes too long, or the holder is closed. */
public class ModelUnavailableException extends KlibrasException {

    public ModelUnavailableException(String message) {
        super(message);
    }

    public ModelUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
