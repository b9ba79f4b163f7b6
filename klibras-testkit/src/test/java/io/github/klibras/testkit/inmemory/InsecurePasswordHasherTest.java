package io.github.klibras.testkit.inmemory;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.inmemory.InsecurePasswordHasher;
import io.github.klibras.core.user.PasswordHasher;
import io.github.klibras.testkit.user.PasswordHasherContract;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InsecurePasswordHasherTest extends PasswordHasherContract {

    private final PasswordHasher hasher = new InsecurePasswordHasher();

    @Override
    protected PasswordHasher hasher() {
        return hasher;
    }

    /** Tests with this hasher should meet the same limits as bcrypt in production. */
    @Test
    void passwordsAreRefusedAndTruncatedLikeBcrypt() {
        String hash = hasher.hash("x".repeat(72));

        assertThatThrownBy(() -> hasher.hash("é".repeat(37)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("74 bytes")
                .hasMessageContaining("72");
        assertThat(hasher.matches("x".repeat(73), hash)).isTrue();
        assertThat(hasher.matches("y" + "x".repeat(72), hash)).isFalse();
    }
}
