package io.github.klibras.core.user;

import io.github.klibras.core.InvalidInputException;

/**
 * Turns passwords into hashes that are safe to store. This is the port that klibras-bcrypt implements.
 *
 * <p>Thread-safe.
 */
public interface PasswordHasher {

    /**
     * Hashes a password with a fresh salt.
     *
     * @throws InvalidInputException if the algorithm cannot tell the password from a shorter one (bcrypt: over 72 bytes
     *     of UTF-8); the message does not hold the password
     */
    String hash(String password);

    /**
     * Says whether the hash was made from the password.
     *
     * @return {@code false} also for text that is not a hash of this algorithm
     */
    boolean matches(String password, String hash);
}
