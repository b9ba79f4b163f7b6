package io.github.klibras.core.user;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Text;

import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * An e-mail address in the form in which it is stored and looked up: the domain in lower case, the local part as given
 * (it is case-sensitive). Addresses are equal if all their characters are.
 *
 * <p>Only the shape {@code local@domain} without white space is checked, not whether mail arrives. A new account
 * ({@link NewUser}) must have an address whose characters are all visible. Accounts that predate this rule, or were
 * created by another program, keep their address; see {@link #stored}.
 */
public final class EmailAddress {

    /**
     * Greatest number of characters that all stores can hold; {@link AccountLimits} may set a lower limit. Mail cannot
     * be sent to longer addresses (RFC 5321, 4.5.3.1.3: 256 with the angle brackets).
     */
    public static final int MAX_LENGTH = 254;

    private final String value;

    /**
     * Checks the address and puts its domain in lower case.
     *
     * @param text at most {@value #MAX_LENGTH} characters
     * @throws InvalidInputException if the text is not an address, or too long
     */
    public EmailAddress(String text) {
        this(text, EmailAddress::normalized);
    }

    private EmailAddress(String text, UnaryOperator<String> rule) {
        value = rule.apply(text);
    }

    /**
     * Returns the address of an account exactly as stored, by whatever program: nothing is checked or changed. The
     * account can be looked up by it.
     */
    public static EmailAddress stored(String value) {
        return new EmailAddress(value, UnaryOperator.identity());
    }

    private static String normalized(String text) {
        Text.required("e-mail address", text, MAX_LENGTH);
        int at = text.lastIndexOf('@');
        if (at <= 0
                || at == text.length() - 1
                || text.indexOf('@') != at
                || text.chars().anyMatch(Character::isWhitespace)) {
            throw new InvalidInputException("The e-mail address does not have the form name@domain");
        }
        String value = text.substring(0, at) + text.substring(at).toLowerCase(Locale.ROOT);
        // Lower-casing turns some letters into two.
        Text.required("e-mail address", value, MAX_LENGTH);
        return value;
    }

    /** Returns the address as text. */
    public String value() {
        return value;
    }

    /** Throws {@link InvalidInputException} if an invisible character makes the address unfit for a new account. */
    void requireVisible() {
        if (Text.holdsInvisible(value)) {
            throw new InvalidInputException("The e-mail address contains an invisible character");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EmailAddress address && value.equals(address.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
