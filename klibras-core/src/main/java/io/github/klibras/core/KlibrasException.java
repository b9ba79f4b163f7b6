package io.github.klibras.core;

import org.jspecify.annotations.Nullable;

/**
 * Base of all exceptions thrown by this library.
 *
 * <p>Outcomes that a caller is expected to handle (a sign already known, a name already taken) are return values; an
 * exception means that the input was not usable or that a resource failed. Messages never hold passwords, tokens or
 * bytes of a video.
 */
public class KlibrasException extends RuntimeException {

    public KlibrasException(String message) {
        super(message);
    }

    public KlibrasException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
