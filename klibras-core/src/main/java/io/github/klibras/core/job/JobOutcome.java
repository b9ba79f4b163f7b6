package io.github.klibras.core.job;

import io.github.klibras.core.internal.Text;
import io.github.klibras.core.progress.Award;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntSupplier;
import java.util.function.LongPredicate;

/** Outcome of a worker's attempt at a job. */
public sealed interface JobOutcome {

    /** Greatest number of characters of an error; the width of the column. Longer errors are truncated. */
    int MAX_ERROR = 500;

    /**
     * The video was classified.
     *
     * @param result the result
     * @param signToAward the sign to pay the owner for; empty if the sign was not shown
     */
    record Completed(RecognitionResult result, OptionalLong signToAward) implements JobOutcome {

        /**
         * Returns the outcome of the award of a job that ended with this outcome; for stores that are asked again. A
         * granted award is recorded on the job; the reason for none is derived from the catalog.
         *
         * @param granted whether the award was granted, possibly for no points
         * @param points the points paid for the job
         * @param total the points that its owner has now; evaluated only if the award was granted
         * @param offered whether the catalog has a sign that is not retired; evaluated only if no award was granted
         */
        public Optional<Award> awardOf(boolean granted, int points, IntSupplier total, LongPredicate offered) {
            if (signToAward.isEmpty()) {
                return Optional.empty();
            }
            long sign = signToAward.getAsLong();
            if (granted) {
                return Optional.of(new Award.Granted(sign, points, total.getAsInt()));
            }
            return Optional.of(offered.test(sign) ? new Award.AlreadyKnown(sign) : new Award.NoSuchSign(sign));
        }
    }

    /**
     * There will be no result.
     *
     * @param error why, in words for the owner
     */
    record Failed(String error) implements JobOutcome {

        public Failed {
            error = storableError(error);
        }
    }

    /**
     * Returns an error in a form that every store accepts: at most {@value #MAX_ERROR} whole characters, without NUL
     * and lone surrogates. A job whose error could not be stored could never end.
     */
    static String storableError(String error) {
        return Text.toStorable(error, MAX_ERROR);
    }
}
