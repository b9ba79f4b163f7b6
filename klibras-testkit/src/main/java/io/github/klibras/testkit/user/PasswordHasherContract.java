package io.github.klibras.testkit.user;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.user.PasswordHasher;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules of {@link PasswordHasher} for every algorithm. Limits of a single one belong in its adapter's tests. */
public abstract class PasswordHasherContract {

    /** Every hasher must accept passwords of this many bytes; NIST SP 800-63B asks for at least 64 characters. */
    private static final int LENGTH_FOR_ALL = 64;

    /** Returns the hasher under test, at its lowest cost to keep the tests fast. */
    protected abstract PasswordHasher hasher();

    @Test
    void aPasswordMatchesItsOwnHashOnly() {
        String hash = hasher().hash("Coração 🤟");

        assertThat(hasher().matches("Coração 🤟", hash)).isTrue();
        for (String other : List.of(
                "",
                "coração 🤟",
                "Coracao 🤟",
                "Coração 👍",
                "Coração 🤟 ",
                " Coração 🤟",
                "Coração🤟",
                "Coração",
                "?")) {
            assertThat(hasher().matches(other, hash)).as(other).isFalse();
        }
    }

    @Test
    void hashDoesNotContainThePasswordAndFitsItsColumn() {
        assertThat(hasher().hash("senha-secreta")).doesNotContain("senha").hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void equalPasswordsHaveDifferentHashesWhichBothMatch() {
        String first = hasher().hash("senha");
        String second = hasher().hash("senha");

        assertThat(first).isNotEqualTo(second);
        assertThat(hasher().matches("senha", first)).isTrue();
        assertThat(hasher().matches("senha", second)).isTrue();
    }

    @Test
    void everyCharacterOfALongPasswordCounts() {
        String password = "x".repeat(LENGTH_FOR_ALL);
        String hash = hasher().hash(password);

        assertThat(countsToTheEnd(password, hash)).isTrue();
        assertThat(hasher().matches(password + "y", hash)).isFalse();
    }

    /** A hasher that cannot tell a password from a shorter one must refuse it rather than cut it. */
    @Test
    void passwordIsCheckedInFullOrRefusedWithoutBeingQuoted() {
        for (int length : List.of(72, 73, 128, 129, 1000, 5000)) {
            assertCountsOrIsRefused("x".repeat(length));
            assertCountsOrIsRefused("é".repeat(length / 2));
        }
    }

    @Test
    void passwordWithANulCharacterIsCheckedInFullOrRefused() {
        assertCountsOrIsRefused("senha\0secreta");
    }

    @Test
    void malformedHashMatchesNothing() {
        String hash = hasher().hash("senha");

        for (String text : List.of(
                "",
                "senha",
                "$2b$04$tooshort",
                "$2b$99$" + "x".repeat(53),
                "🤟".repeat(30),
                "$",
                ":",
                hash.substring(0, hash.length() / 2),
                hash.substring(hash.length() / 2),
                hash + hash)) {
            assertThat(hasher().matches("senha", text)).as(text).isFalse();
        }
    }

    private void assertCountsOrIsRefused(String password) {
        String hash;
        try {
            hash = hasher().hash(password);
        } catch (InvalidInputException refused) {
            assertThat(refused.getMessage())
                    .as("message about a refused password")
                    .doesNotContain(password.substring(0, 4));
            return;
        }
        assertThat(countsToTheEnd(password, hash))
                .as("a password of %s characters counts to its end", password.length())
                .isTrue();
    }

    private boolean countsToTheEnd(String password, String hash) {
        String allButLast = password.substring(0, password.length() - 1);
        return hasher().matches(password, hash)
                && !hasher().matches(allButLast, hash)
                && !hasher().matches(allButLast + "y", hash);
    }
}
