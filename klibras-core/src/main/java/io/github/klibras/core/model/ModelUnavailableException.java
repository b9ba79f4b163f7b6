package io.github.klibras.core.model;

import io.github.klibras.core.KlibrasException;
import org.jspecify.annotations.Nullable;

/** No model is available at the moment: loading it failed or takes too long, or the holder is closed. */
public class ModelUnavailableException extends KlibrasException {

    public ModelUnavailableException(String message) {
        super(message);
    }

    public ModelUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
