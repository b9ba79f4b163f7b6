package io.github.klibras.core.user;

import io.github.klibras.core.InvalidInputException;

/**
 * Port that turns passwords into hashes that are safe to store; klibras-bcrypt implements it.
 *
 * <p>Thread-safe.
 */
public interface PasswordHasher {

    /**
     * Hashes a password with a fresh salt.
     *
     * @throws InvalidInputException if the algorithm would ignore part of the password (bcrypt: over 72 bytes of
     *     UTF-8); the message does not contain the password
     */
    String hash(String password);

    /**
     * Returns whether the hash was made from the password.
     *
     * @return {@code false} also for text that is not a hash of this algorithm
     */
    boolean matches(String password, String hash);
}
