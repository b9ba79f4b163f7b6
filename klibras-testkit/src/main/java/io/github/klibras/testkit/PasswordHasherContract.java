package io.github.klibras.testkit;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.user.PasswordHasher;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The rules of {@link PasswordHasher}. */
public abstract class PasswordHasherContract {

    /** Returns the hasher under test; let it be as cheap as it can be. */
    protected abstract PasswordHasher hasher();

    @Test
    void aPasswordMatchesItsOwnHashOnly() {
        String hash = hasher().hash("coração🤟");

        assertThat(hasher().matches("coração🤟", hash)).isTrue();
        assertThat(hasher().matches("coracao🤟", hash)).isFalse();
        assertThat(hasher().matches("", hash)).isFalse();
    }

    @Test
    void aHashDoesNotShowThePasswordAndFitsItsColumn() {
        assertThat(hasher().hash("senha-secreta")).doesNotContain("senha").hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void equalPasswordsHaveDifferentHashes() {
        assertThat(hasher().hash("senha")).isNotEqualTo(hasher().hash("senha"));
    }

    @Test
    void aPasswordOfTheGreatestLengthCounts() {
        String longest = "x".repeat(72);
        String hash = hasher().hash(longest);

        assertThat(hasher().matches(longest, hash)).isTrue();
        assertThat(hasher().matches("x".repeat(71), hash)).isFalse();
        assertThat(hasher().matches("x".repeat(71) + "y", hash)).isFalse();
    }

    @Test
    void aPasswordThatIsTooLongIsRefusedWithoutBeingTold() {
        assertThatThrownBy(() -> hasher().hash("é".repeat(37)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("74 bytes")
                .hasMessageContaining("72")
                .hasMessageNotContaining("éé");
    }

    @Test
    void aPasswordThatIsTooLongIsCheckedByItsFirst72Bytes() {
        String hash = hasher().hash("x".repeat(72));

        assertThat(hasher().matches("x".repeat(73), hash)).isTrue();
        assertThat(hasher().matches("y" + "x".repeat(72), hash)).isFalse();
    }

    @Test
    void whatIsNoHashMatchesNothing() {
        assertThat(hasher().matches("senha", "")).isFalse();
        assertThat(hasher().matches("senha", "senha")).isFalse();
        assertThat(hasher().matches("senha", "$2b$04$tooshort")).isFalse();
        assertThat(hasher().matches("senha", "$2b$99$" + "x".repeat(53))).isFalse();
        assertThat(hasher().matches("senha", "🤟".repeat(30))).isFalse();
    }
}
