package io.github.klibras.core.user;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Numbers;

/**
 * Maximum lengths of the e-mail address and name of a new account, and of the new name of a renamed one. Existing
 * accounts are found however long theirs are.
 *
 * @param emailLength greatest number of characters of an address, at most {@value EmailAddress#MAX_LENGTH}
 * @param usernameLength greatest number of characters (code points) of a name, at most {@value Username#MAX_LENGTH}
 */
public record AccountLimits(int emailLength, int usernameLength) {

    /** Checks the bounds; throws {@link InvalidInputException} if a limit is less than 1 or more than a store holds. */
    public AccountLimits {
        Numbers.inRange("emailLength", emailLength, 1, EmailAddress.MAX_LENGTH);
        Numbers.inRange("usernameLength", usernameLength, 1, Username.MAX_LENGTH);
    }

    /** Returns what all KLibras stores can hold: {@value EmailAddress#MAX_LENGTH} and {@value Username#MAX_LENGTH}. */
    public static AccountLimits defaults() {
        return new AccountLimits(EmailAddress.MAX_LENGTH, Username.MAX_LENGTH);
    }

    /**
     * Returns what the Python service's own tables can hold: 50 and 15. Wider columns do not disturb that service;
     * these limits are for hosts that keep its columns as they are, or have no room to show longer names.
     */
    public static AccountLimits ofPythonService() {
        return new AccountLimits(50, 15);
    }

    void require(EmailAddress email) {
        require("e-mail address", email.value(), emailLength);
    }

    void require(Username username) {
        require("username", username.value(), usernameLength);
    }

    private static void require(String what, String value, int max) {
        int length = value.codePointCount(0, value.length());
        if (length > max) {
            throw new InvalidInputException(
                    "The " + what + " must have at most " + max + " characters, but has " + length);
        }
    }
}
