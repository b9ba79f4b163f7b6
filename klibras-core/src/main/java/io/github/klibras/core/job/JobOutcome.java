package io.github.klibras.core.job;

import io.github.klibras.core.internal.Text;

import java.util.OptionalLong;

/** How a worker's attempt at a job ended. */
public sealed interface JobOutcome {

    /** Greatest number of characters of an error; the width of the column. Longer ones are cut off. */
    int MAX_ERROR = 500;

    /**
     * The video was classified.
     *
     * @param result what was found
     * @param signToAward the sign to pay the owner for, empty if the sign was not shown
     */
    record Completed(RecognitionResult result, OptionalLong signToAward) implements JobOutcome {}

    /**
     * There will be no result.
     *
     * @param error why, in words for the owner
     */
    record Failed(String error) implements JobOutcome {

        public Failed {
            error = storable(error);
        }
    }

    /**
     * Puts an error into a form that every store takes: at most {@value #MAX_ERROR} characters, without splitting one,
     * and without NUL and halves of surrogate pairs. A job whose error can not be stored could never end.
     */
    static String storable(String error) {
        return Text.storable(error, MAX_ERROR);
    }
}
