package io.github.klibras.bcrypt;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.user.PasswordHasher;
import io.github.klibras.testkit.user.PasswordHasherContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BcryptPasswordHasherTest extends PasswordHasherContract {

    private final BcryptPasswordHasher hasher = new BcryptPasswordHasher(4);

    @Override
    protected PasswordHasher hasher() {
        return hasher;
    }

    /** Made by the Python package bcrypt 5.0.0; {@code $2y$} is the same algorithm under another name. */
    @ParameterizedTest
    @CsvSource({
        "senha123, $2a$04$eUpRrOXu74DFsyMVVgSYm.tLLDe0697jEoJCmtAVv8ROnRI3WbyDq",
        "senha123, $2b$04$.uw4MA75PvkCXaDzr5cWWupm.tyQXGvhF01QN7qR098RY3kH9xx8q",
        "senha123, $2y$04$.uw4MA75PvkCXaDzr5cWWupm.tyQXGvhF01QN7qR098RY3kH9xx8q",
        "coração🤟, $2a$04$JuXUJHsfMIjiNOFPAO.F1OCRpe5S6no0Ga9gui1.Ip1jd/8vbhitm",
        "coração🤟, $2b$04$6Svn1SZovY15dBIByRdayOorUH96mR59Un7DCpxj5Gfg7.Y2GQHTq",
    })
    void pythonHashesAreVerified(String password, String hash) {
        assertThat(hasher.matches(password, hash)).isTrue();
        assertThat(hasher.matches(password + "x", hash)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {72, 73, 200})
    void overlongPasswordIsTruncatedWhenCheckedAgainstAnOldHash(int length) {
        String madeFrom72 = "$2b$04$gHaFAxQW0KTHcYUpROHTaO7UK9hFhUHV6m0gmQUq0lRx93l6/fu82";

        assertThat(hasher.matches("x".repeat(length), madeFrom72)).isTrue();
        assertThat(hasher.matches("x".repeat(71), madeFrom72)).isFalse();
    }

    @Test
    void everyByteOfAPasswordOfMaximumLengthCounts() {
        String longest = "x".repeat(72);
        String hash = hasher.hash(longest);

        assertThat(hasher.matches(longest, hash)).isTrue();
        assertThat(hasher.matches("x".repeat(71), hash)).isFalse();
        assertThat(hasher.matches("x".repeat(71) + "y", hash)).isFalse();
    }

    @Test
    void passwordWithTooManyBytesIsRefusedWithoutBeingQuoted() {
        assertThatThrownBy(() -> hasher.hash("é".repeat(37)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("74 bytes")
                .hasMessageContaining("72")
                .hasMessageNotContaining("éé");
    }

    @Test
    void hashUsesVersion2bAndTheChosenCost() {
        assertThat(hasher.hash("senha")).startsWith("$2b$04$").hasSize(60);
        assertThat(new BcryptPasswordHasher(5).hash("senha")).startsWith("$2b$05$");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 32})
    void aCostOutOfRangeIsRefused(int cost) {
        assertThatThrownBy(() -> new BcryptPasswordHasher(cost))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(String.valueOf(cost));
    }

    /** Other libraries stop at a NUL character. */
    @Test
    void passwordWithNulCharacterIsRefused() {
        assertThatThrownBy(() -> hasher.hash("a\0b")).isInstanceOf(InvalidInputException.class);
    }
}
