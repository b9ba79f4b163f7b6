package io.github.klibras.core.user;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.catalog.NewModule;
import io.github.klibras.core.catalog.NewSign;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UserInputTest {

    @Test
    void onlyTheDomainOfAnAddressIsLowercased() {
        assertThat(new EmailAddress("Ana.Maria@Exemplo.COM.BR").value()).isEqualTo("Ana.Maria@exemplo.com.br");
        assertThat(new EmailAddress("ana@EXAMPLE.org")).isEqualTo(new EmailAddress("ana@example.org"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "ana", "@example.org", "ana@", "a@b@c", "an a@example.org", "ana@exam\nple.org"})
    void invalidAddressesAreRefused(String text) {
        assertThatThrownBy(() -> new EmailAddress(text)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void lengthsCountCharactersNotCodeUnits() {
        assertThat(new Username("🤟".repeat(30)).value()).hasSize(60);
        assertThatThrownBy(() -> new Username("🤟".repeat(31)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("31")
                .hasMessageContaining("30");
        assertThatThrownBy(() -> new EmailAddress("a".repeat(252) + "@bc"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("254");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\0b", "a\nb", "a\ud83e"})
    void blankControlAndSurrogateNamesAreRefused(String text) {
        assertThatThrownBy(() -> new Username(text)).isInstanceOf(InvalidInputException.class);
    }

    @ParameterizedTest
    @MethodSource("invisibleCharacters")
    void invisibleCharactersInNamesAreRefused(int codePoint) {
        String character = Character.toString(codePoint);

        for (String name : List.of(character, "an" + character + "a", character + "ana", "ana" + character)) {
            assertThatThrownBy(() -> new Username(name))
                    .as("U+%04X", codePoint)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("username");
            assertThatThrownBy(() -> new NewSign(name, "", "key", 1)).isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() -> new NewModule(name, Set.of())).isInstanceOf(InvalidInputException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("invisibleCharacters")
    void invisibleCharactersInAddressesOfNewAccountsAreRefused(int codePoint) {
        String text = "ana" + Character.toString(codePoint) + "@example.org";

        assertThatThrownBy(() -> new NewUser(new EmailAddress(text), new Username("ana"), "hash", Role.USER))
                .isInstanceOf(InvalidInputException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xa0, 0x200b, 0x200c, 0x200d, 0x2060, 0xfeff})
    void existingAddressesMayContainInvisibleCharacters(int codePoint) {
        String text = "ana" + Character.toString(codePoint) + "@example.org";

        assertThat(new EmailAddress(text).value()).isEqualTo(text);
    }

    /** One of each kind: white space, Unicode's ignorables, format characters, and glyphs that are empty by name. */
    static IntStream invisibleCharacters() {
        return IntStream.of(
                0x09, 0x85, 0xa0, 0x1680, 0x2003, 0x2028, 0x202f, 0x3000, // white space
                0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x180b, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f,
                0x202e, 0x2060, 0x2064, 0x2066, 0x206f, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xffa0, 0xfff0, 0x1bca0,
                0x1d173, 0xe0001, 0xe0061, 0xe0100, 0xe01ef, // ignorable
                0x2800, 0x16fe4, 0x1d159); // empty
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x7f, 0x600, 0xe000, 0xfdd0, 0xfff9, 0xfffc, 0xfffd, 0xffff, 0x378, 0xd83e, 0x10fffd})
    void controlsAndMeaninglessCharactersInNamesAreRefused(int codePoint) {
        String name = "an" + Character.toString(codePoint) + "a";

        assertThatThrownBy(() -> new Username(name)).isInstanceOf(InvalidInputException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ana", "ana ", "ana  bia", "\u0301ana", "\u0903a", "ana\t", "\u2003"})
    void misplacedBlanksAndCombiningMarksAreRefused(String name) {
        assertThatThrownBy(() -> new Username(name)).isInstanceOf(InvalidInputException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ana",
                "Ana Maria",
                "José",
                "Ñandú",
                "李",
                "אבג",
                "Ана",
                "ana_1.2-3",
                "🤟",
                "🤟🏽",
                "🇧🇷",
                "!",
                "ᄀ",
                "นิด"
            })
    void namesMayUseAnyScriptAndSymbols(String name) {
        assertThat(new Username(name).value()).isEqualTo(name);
    }

    @Test
    void namesAreNormalizedToComposedAccents() {
        assertThat(new Username("Jose\u0301")).isEqualTo(new Username("Jos\u00e9"));
        assertThat(new Username("e\u0301".repeat(15)).value()).hasSize(15);
        // This letter decomposes into two.
        assertThatThrownBy(() -> new Username("\u0958".repeat(16)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("32");
    }

    @Test
    void toStringHidesPasswordHashes() {
        assertThat(new Credentials(7, "secret hash")).asString().doesNotContain("secret");
        assertThat(new NewUser(new EmailAddress("a@b"), new Username("a"), "secret hash", Role.USER))
                .asString()
                .doesNotContain("secret");
    }
}
