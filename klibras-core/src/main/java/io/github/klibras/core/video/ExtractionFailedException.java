package io.github.klibras.core.video;

import io.github.klibras.core.KlibrasException;
import org.jspecify.annotations.Nullable;

/**
 * A child process did not extract the landmarks of a video: it could not be started, crashed, exceeded a limit, gave no
 * valid answer, or failed for a reason unrelated to the video. The message says which. Another attempt may help, so
 * this is not an {@link io.github.klibras.core.InvalidInputException}.
 */
public class ExtractionFailedException extends KlibrasException {

    public ExtractionFailedException(String message) {
        super(message);
    }

    public ExtractionFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
