package io.github.klibras.core.user;

import io.github.klibras.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UserInputTest {

    @Test
    void theDomainOfAnAddressIsPutInLowerCaseAndNothingElse() {
        assertThat(new EmailAddress("Ana.Maria@Exemplo.COM.BR").value()).isEqualTo("Ana.Maria@exemplo.com.br");
        assertThat(new EmailAddress("ana@EXAMPLE.org")).isEqualTo(new EmailAddress("ana@example.org"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "ana", "@example.org", "ana@", "a@b@c", "an a@example.org", "ana@exam\nple.org"})
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> new EmailAddress(text)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void lengthsCountCharactersNotCodeUnits() {
        assertThat(new Username("🤟".repeat(15)).value()).hasSize(30);
        assertThatThrownBy(() -> new Username("🤟".repeat(16)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("16")
                .hasMessageContaining("15");
        assertThatThrownBy(() -> new EmailAddress("a".repeat(48) + "@bc"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("50");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\0b", "a\nb", "a\ud83e"})
    void whatIsNoNameIsRefused(String text) {
        assertThatThrownBy(() -> new Username(text)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void hashesDoNotShowInText() {
        assertThat(new Credentials(7, "secret hash")).asString().doesNotContain("secret");
        assertThat(new NewUser(new EmailAddress("a@b"), new Username("a"), "secret hash", Role.USER))
                .asString()
                .doesNotContain("secret");
    }
}
