package io.github.klibras.core.user;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Names;

import java.text.Normalizer;
import java.util.function.UnaryOperator;

/**
 * The name that a learner shows to others; case-sensitive.
 *
 * <p>A name is put into the normalization form NFC (UAX #15), so that é is the same name whether it was typed as one
 * code point or as two. Then every character must be visible. The following are refused, by their Unicode properties:
 * Default_Ignorable_Code_Point (zero width spaces, joiners, direction marks, variation selectors, Hangul fillers); the
 * categories Cc, Cf, Cs, Co and Cn (controls, format characters, lone surrogates, private use, unassigned in the JVM's
 * version of Unicode); White_Space other than single U+0020 between two characters; characters whose glyph is empty by
 * name, such as U+2800; U+FFFC and U+FFFD; a combining mark at the start. This excludes emoji that are joined from
 * several or carry a variation selector; all others are allowed. Look-alike letters of different scripts pass.
 *
 * <p>Accounts that predate this rule, or were created by another program, keep their name; see {@link #stored}. Names
 * are equal if all their characters are.
 */
public final class Username {

    /** Greatest number of characters that all stores can hold; {@link AccountLimits} may set a lower limit. */
    public static final int MAX_LENGTH = 30;

    private final String value;

    /**
     * Normalizes and checks the name.
     *
     * @param text 1 to {@value #MAX_LENGTH} characters (code points)
     * @throws InvalidInputException if the name is too long or breaks the rule
     */
    public Username(String text) {
        this(text, Username::normalized);
    }

    private Username(String text, UnaryOperator<String> rule) {
        value = rule.apply(text);
    }

    /**
     * Returns the name of an account exactly as stored, by whatever program: nothing is checked or changed. The account
     * can be looked up by it.
     */
    public static Username stored(String value) {
        return new Username(value, UnaryOperator.identity());
    }

    private static String normalized(String text) {
        return Names.checked("username", Normalizer.normalize(text, Normalizer.Form.NFC), MAX_LENGTH);
    }

    /** Returns the name as text. */
    public String value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Username username && value.equals(username.value);
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
