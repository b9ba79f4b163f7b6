package io.github.klibras.testkit.user;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.inmemory.InsecurePasswordHasher;
import io.github.klibras.core.user.AccountLimits;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.PasswordHasher;
import io.github.klibras.core.user.Registration;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.Renaming;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.User;
import io.github.klibras.core.user.UserAccounts;
import io.github.klibras.core.user.Username;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UserAccountsTest {

    private static final EmailAddress EMAIL = new EmailAddress("ana@example.org");
    private static final Username NAME = new Username("ana");

    private final CountingHasher hasher = new CountingHasher();
    private final InMemoryStores stores = new InMemoryStores();
    private final UserAccounts accounts = new UserAccounts(stores.users(), hasher);

    @Test
    void registeredUserIsAuthenticatedByPassword() {
        User ana = ((Registered) accounts.register(EMAIL, NAME, "senha")).user();

        assertThat(ana.role()).isEqualTo(Role.USER);
        assertThat(ana.points()).isZero();
        assertThat(accounts.authenticate(EMAIL, "senha")).contains(ana);
        assertThat(accounts.authenticate(EMAIL, "Senha")).isEmpty();
    }

    @Test
    void unknownUsersAndWrongPasswordsTakeOneCheckEach() {
        accounts.register(EMAIL, NAME, "senha");
        hasher.checks = 0;

        accounts.authenticate(EMAIL, "wrong");
        assertThat(hasher.checks).isEqualTo(1);
        accounts.authenticate(new EmailAddress("bia@example.org"), "wrong");
        assertThat(hasher.checks).isEqualTo(2);
    }

    @Test
    void passwordOfTheDummyHashAuthenticatesNobody() {
        assertThat(accounts.authenticate(EMAIL, "nobody has this password")).isEmpty();
    }

    @Test
    void refusedPasswordStoresNothing() {
        assertThatThrownBy(() -> accounts.register(EMAIL, NAME, "")).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> accounts.register(EMAIL, NAME, "x".repeat(73)))
                .isInstanceOf(InvalidInputException.class);

        assertThat(stores.users().findByEmail(EMAIL)).isEmpty();
    }

    @Test
    void longAddressesAndNamesAreRefusedOnlyWithThePythonServicesLimits() {
        UserAccounts short50 = new UserAccounts(stores.users(), hasher, AccountLimits.ofPythonService());
        EmailAddress longEmail = new EmailAddress("a".repeat(49) + "@x.org");
        Username longName = new Username("a".repeat(16));
        hasher.hashes = 0;

        assertThatThrownBy(() -> short50.register(longEmail, NAME, "senha"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at most 50 characters, but has 55");
        assertThatThrownBy(() -> short50.register(EMAIL, longName, "senha"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at most 15 characters, but has 16");
        assertThat(hasher.hashes).isZero();
        User ana = ((Registered) accounts.register(longEmail, longName, "senha")).user();
        assertThatThrownBy(() -> short50.rename(ana.id(), new Username("b".repeat(16))))
                .isInstanceOf(InvalidInputException.class);
        assertThat(short50.authenticate(longEmail, "senha")).contains(ana);
    }

    @Test
    void limitsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new AccountLimits(255, 30)).hasMessageContaining("emailLength");
        assertThatThrownBy(() -> new AccountLimits(254, 0)).hasMessageContaining("usernameLength");
    }

    @Test
    void switchingToAnotherStoreHashesNothing() {
        InMemoryStores others = new InMemoryStores();
        hasher.hashes = 0;

        UserAccounts elsewhere = accounts.withStore(others.users());

        assertThat(hasher.hashes).isZero();
        elsewhere.register(EMAIL, NAME, "senha");
        assertThat(others.users().findByEmail(EMAIL)).isPresent();
        assertThat(stores.users().findByEmail(EMAIL)).isEmpty();
    }

    @Test
    void addressWithAnInvisibleCharacterIsRefusedBeforeHashing() {
        EmailAddress invisible = new EmailAddress("ana\u200b@example.org");
        hasher.hashes = 0;

        assertThatThrownBy(() -> accounts.register(invisible, NAME, "senha")).isInstanceOf(InvalidInputException.class);

        assertThat(hasher.hashes).isZero();
        assertThat(stores.users().findByEmail(invisible)).isEmpty();
    }

    @Test
    void aChangedPasswordReplacesTheOldOne() {
        User ana = ((Registered) accounts.register(EMAIL, NAME, "old")).user();

        assertThat(accounts.changePassword(ana.id(), "new")).isTrue();

        assertThat(accounts.authenticate(EMAIL, "old")).isEmpty();
        assertThat(accounts.authenticate(EMAIL, "new")).contains(ana);
        assertThat(accounts.changePassword(ana.id() + 1, "new")).isFalse();
        assertThatThrownBy(() -> accounts.changePassword(ana.id(), "")).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void takenAddressesAndNamesAreReported() {
        accounts.register(EMAIL, NAME, "senha");

        assertThat(accounts.register(EMAIL, new Username("other"), "senha"))
                .isEqualTo(new Registration.EmailTaken(EMAIL));
        User bia = ((Registered) accounts.register(new EmailAddress("bia@example.org"), new Username("bia"), "senha"))
                .user();
        assertThat(accounts.rename(bia.id(), NAME)).isEqualTo(new Renaming.UsernameTaken(NAME));
    }

    private static final class CountingHasher implements PasswordHasher {

        private final PasswordHasher hasher = new InsecurePasswordHasher();
        private int checks;
        private int hashes;

        @Override
        public String hash(String password) {
            hashes++;
            return hasher.hash(password);
        }

        @Override
        public boolean matches(String password, String hash) {
            checks++;
            return hasher.matches(password, hash);
        }
    }
}
