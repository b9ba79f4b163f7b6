package io.github.klibras.testkit.user;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.user.PasswordHasher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** The contract detects hashers that are wrong in a single respect. */
class PasswordHasherContractTest {

    private static final PasswordHasher RIGHT = new Pbkdf2PasswordHasher();

    private record Hasher(UnaryOperator<String> hashing, BiPredicate<String, String> matching)
            implements PasswordHasher {

        @Override
        public String hash(String password) {
            return hashing.apply(password);
        }

        @Override
        public boolean matches(String password, String hash) {
            return matching.test(password, hash);
        }
    }

    static Stream<Arguments> wrongHashers() {
        return Stream.of(
                arguments(
                        "accepts everything",
                        "aPasswordMatchesItsOwnHashOnly",
                        new Hasher(RIGHT::hash, (password, hash) -> true)),
                arguments(
                        "accepts nothing",
                        "aPasswordMatchesItsOwnHashOnly",
                        new Hasher(RIGHT::hash, (password, hash) -> false)),
                arguments(
                        "stores the password",
                        "hashDoesNotContainThePasswordAndFitsItsColumn",
                        new Hasher(password -> password, String::equals)),
                arguments(
                        "has no salt",
                        "equalPasswordsHaveDifferentHashesWhichBothMatch",
                        new Hasher(
                                password -> "h" + password.hashCode(),
                                (password, hash) -> hash.equals("h" + password.hashCode()))),
                arguments(
                        "ignores case",
                        "aPasswordMatchesItsOwnHashOnly",
                        seeing(password -> password.toLowerCase(Locale.ROOT))),
                arguments("ignores blanks at the ends", "aPasswordMatchesItsOwnHashOnly", seeing(String::strip)),
                arguments(
                        "ignores all blanks",
                        "aPasswordMatchesItsOwnHashOnly",
                        seeing(password -> password.replace(" ", ""))),
                arguments(
                        "sees the first eight characters",
                        "everyCharacterOfALongPasswordCounts",
                        seeing(password -> cut(password, 8))),
                arguments(
                        "sees the first 63 characters",
                        "everyCharacterOfALongPasswordCounts",
                        seeing(password -> cut(password, 63))),
                arguments(
                        "cuts where bcrypt does",
                        "passwordIsCheckedInFullOrRefusedWithoutBeingQuoted",
                        seeing(password -> cut(password, 72))),
                arguments(
                        "cuts at a thousand",
                        "passwordIsCheckedInFullOrRefusedWithoutBeingQuoted",
                        seeing(password -> cut(password, 1000))),
                arguments(
                        "stops at NUL",
                        "passwordWithANulCharacterIsCheckedInFullOrRefused",
                        seeing(password -> password.split("\0", 2)[0])),
                arguments(
                        "sees Latin letters only",
                        "aPasswordMatchesItsOwnHashOnly",
                        seeing(PasswordHasherContractTest::latin)),
                arguments(
                        "refuses long passwords, and quotes them",
                        "passwordIsCheckedInFullOrRefusedWithoutBeingQuoted",
                        new Hasher(
                                password -> {
                                    if (password.length() > 100) {
                                        throw new InvalidInputException("Too long: " + password);
                                    }
                                    return RIGHT.hash(password);
                                },
                                RIGHT::matches)),
                arguments(
                        "refuses 64 characters",
                        "everyCharacterOfALongPasswordCounts",
                        new Hasher(
                                password -> {
                                    if (password.length() > 40) {
                                        throw new InvalidInputException("Too long");
                                    }
                                    return RIGHT.hash(password);
                                },
                                RIGHT::matches)),
                arguments(
                        "throws at a malformed hash",
                        "malformedHashMatchesNothing",
                        new Hasher(RIGHT::hash, (password, hash) -> {
                            if (!hash.startsWith("pbkdf2:")) {
                                throw new IllegalArgumentException("no hash");
                            }
                            return RIGHT.matches(password, hash);
                        })),
                arguments(
                        "has hashes that are too long",
                        "hashDoesNotContainThePasswordAndFitsItsColumn",
                        new Hasher(
                                password -> "0".repeat(80) + RIGHT.hash(password),
                                (password, hash) ->
                                        hash.length() > 80 && RIGHT.matches(password, hash.substring(80)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongHashers")
    void wrongHasherFailsTheTestMeantForIt(String what, String test, PasswordHasher wrong) {
        assertThat(failures(wrong)).as(what).contains(test);
    }

    @Test
    void correctHasherPasses() {
        assertThat(failures(RIGHT)).isEmpty();
    }

    private static Hasher seeing(UnaryOperator<String> part) {
        return new Hasher(
                password -> RIGHT.hash(part.apply(password)),
                (password, hash) -> RIGHT.matches(part.apply(password), hash));
    }

    private static String cut(String password, int length) {
        return password.substring(0, Math.min(length, password.length()));
    }

    private static String latin(String password) {
        return new String(password.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
    }

    private static List<String> failures(PasswordHasher hasher) {
        PasswordHasherContract contract = new PasswordHasherContract() {
            @Override
            protected PasswordHasher hasher() {
                return hasher;
            }
        };
        return Stream.of(PasswordHasherContract.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .filter(method -> {
                    try {
                        method.invoke(contract);
                        return false;
                    } catch (InvocationTargetException e) {
                        return true;
                    } catch (IllegalAccessException e) {
                        throw new AssertionError("The test could not be called", e);
                    }
                })
                .map(method -> method.getName())
                .toList();
    }
}
