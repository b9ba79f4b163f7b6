package io.github.klibras.core.user;

import java.util.Optional;

/**
 * Store of accounts. E-mail addresses and usernames are compared byte by byte.
 *
 * <p>Thread-safe. Of several concurrent inserts or renames that want the same address or name, exactly one succeeds.
 * Any method may throw a {@link io.github.klibras.core.StoreException}.
 */
public interface UserStore {

    /**
     * Stores an account with no points.
     *
     * <p>If both the address and the name are taken, the address is reported.
     */
    Registration insert(NewUser user);

    Optional<User> findById(long userId);

    Optional<User> findByEmail(EmailAddress email);

    Optional<User> findByUsername(Username username);

    /** Returns the data for checking a password, or empty if no account has the address. */
    Optional<Credentials> findCredentials(EmailAddress email);

    Renaming rename(long userId, Username username);

    /**
     * Replaces the password hash.
     *
     * @return {@code false} if there is no such account
     */
    boolean changePasswordHash(long userId, String passwordHash);

    /**
     * Deletes an account and everything that belongs to it: its owner's known signs and completed modules, and its
     * jobs. A worker handling one of these jobs finds its claim void.
     *
     * @return {@code false} if there is no such account
     */
    boolean delete(long userId);

    /**
     * Deletes an account, unless it has jobs.
     *
     * @return {@code false} if there is no such account, or it has jobs; nothing was changed then
     */
    boolean deleteIfWithoutJobs(long userId);
}
