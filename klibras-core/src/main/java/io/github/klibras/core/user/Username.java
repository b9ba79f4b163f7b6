package io.github.klibras.core.user;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Names;

import java.text.Normalizer;
import java.util.function.UnaryOperator;

/**
 * The name that a learner shows to others; case-sensitive.
 *
 * <p>A name is put into the normalization form NFC (UAX #15), so that é is the same name whether it was typed as one
 * code point or as two. Then everything in it must show. Refused are, by the properties of Unicode:
 * Default_Ignorable_Code_Point (zero width spaces, joiners, direction marks, variation selectors, Hangul fillers);
 * the categories Cc, Cf, Cs, Co and Cn (controls, format characters, lone surrogates, private use, unassigned in the
 * JVM's version of Unicode); White_Space other than single U+0020 between two characters; characters whose glyph is
 * empty by name, such as U+2800; U+FFFC and U+FFFD; a combining mark at the start. Hence no emoji that is joined of
 * several or that carries a variation selector; all others are allowed. Letters of different scripts that look alike
 * are not told apart.
 *
 * <p>Accounts that are older than this rule, or that another program has made, keep the name that they have; see
 * {@link #stored}. Names are equal if all their characters are.
 */
public final class Username {

    /** Greatest number of characters that all stores hold; {@link AccountLimits} may ask for less. */
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
     * Returns the name of an account as a store holds it, whoever wrote it there: nothing is checked or changed. The
     * account is found by it.
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
