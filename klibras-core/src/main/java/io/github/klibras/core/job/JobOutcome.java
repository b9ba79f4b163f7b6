package io.github.klibras.core.job;

import io.github.klibras.core.internal.Text;
import io.github.klibras.core.progress.Award;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntSupplier;
import java.util.function.LongPredicate;

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
    record Completed(RecognitionResult result, OptionalLong signToAward) implements JobOutcome {

        /**
         * Says for stores what came of the award when a job ended with this outcome, if they are asked again: what was
         * granted is written on the job; why nothing was, is seen from the catalogue.
         *
         * @param granted whether the award was granted, which may be for no points
         * @param points what was paid for the job
         * @param total the points that its owner has now; asked for only if the award was granted
         * @param offered whether the catalogue has a sign that is not retired; asked only if the award was not granted
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
     * Puts an error into a form that every store takes: at most {@value #MAX_ERROR} characters, without splitting one,
     * and without NUL and halves of surrogate pairs. A job whose error cannot be stored could never end.
     */
    static String storableError(String error) {
        return Text.toStorable(error, MAX_ERROR);
    }
}
