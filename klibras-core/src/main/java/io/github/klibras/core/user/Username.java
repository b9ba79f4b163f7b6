package io.github.klibras.core.user;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Names;

import java.text.Normalizer;

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
 * <p>Accounts that are older than this rule, or that another program has made, may have other names; stores return
 * these as they are, but find such an account by its id and its address only.
 *
 * @param value 1 to {@value #MAX_LENGTH} characters (code points), in NFC
 */
public record Username(String value) {

    /** Greatest number of characters that all stores hold; {@link AccountLimits} may ask for less. */
    public static final int MAX_LENGTH = 30;

    /** Normalizes and checks the name; throws {@link InvalidInputException} if it is too long or breaks the rule. */
    public Username {
        value = Names.checked("username", Normalizer.normalize(value, Normalizer.Form.NFC), MAX_LENGTH);
    }

    @Override
    public String toString() {
        return value;
    }
}
