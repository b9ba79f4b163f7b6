package io.github.klibras.core.user;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Text;

/**
 * The name that a learner shows to others; case-sensitive.
 *
 * @param value 1 to {@value #MAX_LENGTH} characters, not blank
 */
public record Username(String value) {

    /** Greatest number of characters; the width of the column. */
    public static final int MAX_LENGTH = 15;

    /** Checks the name; throws {@link InvalidInputException} if it is blank, too long or holds control characters. */
    public Username {
        Text.required("username", value, MAX_LENGTH);
    }

    @Override
    public String toString() {
        return value;
    }
}
