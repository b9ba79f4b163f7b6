package io.github.klibras.core.user;

import io.github.klibras.core.InvalidInputException;

import java.util.Optional;

/**
 * Registers, authenticates and manages users.
 *
 * <p>Thread-safe if the store and the hasher are. Any method that uses the store may throw a
 * {@link io.github.klibras.core.StoreException} if it fails; nothing was changed then,
 * unless the connection broke during the commit.
 */
public final class UserAccounts {

    private final UserStore store;
    private final PasswordHasher hasher;
    private final AccountLimits limits;
    private final String dummyHash;

    /**
     * Creates the service with {@link AccountLimits#defaults}, hashing one password.
     *
     * @param store where accounts are kept
     * @param hasher how passwords are hashed
     */
    public UserAccounts(UserStore store, PasswordHasher hasher) {
        this(store, hasher, AccountLimits.defaults());
    }

    /**
     * Creates the service, hashing one password.
     *
     * @param store where accounts are kept
     * @param hasher how passwords are hashed
     * @param limits how long new addresses and names may be
     */
    public UserAccounts(UserStore store, PasswordHasher hasher, AccountLimits limits) {
        this(store, hasher, limits, hasher.hash("nobody has this password"));
    }

    private UserAccounts(UserStore store, PasswordHasher hasher, AccountLimits limits, String dummyHash) {
        this.store = store;
        this.hasher = hasher;
        this.limits = limits;
        this.dummyHash = dummyHash;
    }

    /** Returns the same service on another store, such as one within the host's transaction; hashes nothing. */
    public UserAccounts withStore(UserStore other) {
        return new UserAccounts(other, hasher, limits, dummyHash);
    }

    /**
     * Creates an account without points and with the role {@link Role#USER}; callers cannot choose either.
     *
     * @throws InvalidInputException if the address contains invisible characters, address or name are longer than the
     *     limits, or the password is empty or one that the hasher refuses; nothing is stored then
     */
    public Registration register(EmailAddress email, Username username, String password) {
        email.requireVisible(); // before spending time on a hash
        limits.require(email);
        limits.require(username);
        return store.insert(new NewUser(email, username, hash(password), Role.USER));
    }

    /**
     * Returns the account if the password is right.
     *
     * @return empty if there is no such account or the password is wrong; both take the time of one check, so that the
     *     time does not reveal which addresses have accounts (as long as all stored hashes cost what the hasher's do)
     */
    public Optional<User> authenticate(EmailAddress email, String password) {
        Optional<Credentials> credentials = store.findCredentials(email);
        boolean matches = hasher.matches(
                password, credentials.map(Credentials::passwordHash).orElse(dummyHash));
        if (credentials.isEmpty() || !matches) {
            return Optional.empty();
        }
        return store.findById(credentials.get().userId());
    }

    /**
     * Gives an account another name; its own current name counts as taken.
     *
     * @throws InvalidInputException if the name is longer than the limits; nothing is changed then
     */
    public Renaming rename(long userId, Username username) {
        limits.require(username);
        return store.rename(userId, username);
    }

    /**
     * Replaces a password.
     *
     * @return {@code false} if there is no such account
     * @throws InvalidInputException if the password is empty or one that the hasher refuses; nothing is changed then
     */
    public boolean changePassword(long userId, String password) {
        return store.changePasswordHash(userId, hash(password));
    }

    /**
     * Deletes an account and everything that belongs to it in the stores. This cannot be undone; hand out an {@link
     * io.github.klibras.core.privacy.PersonalDataExporter export} first. Where videos are kept or messages are parked,
     * use a {@link io.github.klibras.core.privacy.PersonalDataEraser} instead.
     *
     * @return {@code false} if there is no such account
     */
    public boolean delete(long userId) {
        return store.delete(userId);
    }

    private String hash(String password) {
        if (password.isEmpty()) {
            throw new InvalidInputException("The password is empty");
        }
        return hasher.hash(password);
    }
}
