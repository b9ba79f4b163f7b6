package io.github.klibras.core.user;

/**
 * The stored data for checking a password.
 *
 * @param userId whose password it is
 * @param passwordHash made by a {@link PasswordHasher}
 */
public record Credentials(long userId, String passwordHash) {

    @Override
    public String toString() {
        return "Credentials[userId=" + userId + ", passwordHash=***]";
    }
}
