package io.github.klibras.jdbi.internal;

import io.github.klibras.core.progress.Award;
import org.jspecify.annotations.Nullable;

/**
 * What came of paying for a sign in one statement.
 *
 * @param learnerExists whether there is such a learner
 * @param price what the sign is worth, or {@code null} if there is no such sign
 * @param total the learner's points after the payment, or {@code null} if nothing was paid
 */
public record SignPayment(
        boolean learnerExists,
        @Nullable Integer price,
        @Nullable Integer total) {

    /** Says it in the words of the core. */
    public Award toAward(long userId, long signId) {
        if (!learnerExists) {
            return new Award.NoSuchUser(userId);
        }
        if (price == null) {
            return new Award.NoSuchSign(signId);
        }
        return total == null ? new Award.AlreadyKnown(signId) : new Award.Granted(signId, price, total);
    }
}
