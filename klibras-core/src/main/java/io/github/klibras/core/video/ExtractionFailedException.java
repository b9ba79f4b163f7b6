package io.github.klibras.core.video;

import io.github.klibras.core.KlibrasException;
import org.jspecify.annotations.Nullable;

/**
 * A child process did not extract the landmarks of a video: it could not be started, crashed, went beyond a limit,
 * gave no valid answer, or met a failure that is none of the video's. The message says which. Another attempt may
 * help, so it is not an {@link io.github.klibras.core.InvalidInputException}.
 */
public class ExtractionFailedException extends KlibrasException {

    public ExtractionFailedException(String message) {
        super(message);
    }

    public ExtractionFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
