package io.github.klibras.core.user;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Text;

import java.util.Locale;

/**
 * An e-mail address in the form in which it is stored and looked up: the domain in lower case, the local part as given
 * (it is case-sensitive).
 *
 * <p>Only the shape {@code local@domain} without white space is checked; whether mail arrives is for the caller to
 * find out. A new account ({@link NewUser}) must have an address of which every character shows; accounts that are
 * older than this rule, or made by another program, are looked up by the address that they have.
 *
 * @param value at most {@value #MAX_LENGTH} characters
 */
public record EmailAddress(String value) {

    /**
     * Greatest number of characters that all stores hold; {@link AccountLimits} may ask for less. No longer address
     * can be written to (RFC 5321, 4.5.3.1.3: 256 with the angle brackets).
     */
    public static final int MAX_LENGTH = 254;

    /** Checks the address and puts its domain in lower case; throws {@link InvalidInputException} if it is none. */
    public EmailAddress {
        Text.required("e-mail address", value, MAX_LENGTH);
        int at = value.lastIndexOf('@');
        if (at <= 0
                || at == value.length() - 1
                || value.indexOf('@') != at
                || value.chars().anyMatch(Character::isWhitespace)) {
            throw new InvalidInputException("The e-mail address does not have the form name@domain");
        }
        value = value.substring(0, at) + value.substring(at).toLowerCase(Locale.ROOT);
        // Some letters become two in lower case.
        Text.required("e-mail address", value, MAX_LENGTH);
    }

    /** Throws {@link InvalidInputException} if the address must not be that of a new account. */
    void requireVisible() {
        if (Text.holdsInvisible(value)) {
            throw new InvalidInputException("The e-mail address holds a character that does not show");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
