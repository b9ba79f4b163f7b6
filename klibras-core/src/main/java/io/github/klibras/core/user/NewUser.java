package io.github.klibras.core.user;

import io.github.klibras.core.InvalidInputException;

/**
 * An account to be stored.
 *
 * @param email unique; without invisible characters such as U+00A0 or U+200B
 * @param username unique
 * @param passwordHash made by a {@link PasswordHasher}
 * @param role what the account may do
 */
public record NewUser(EmailAddress email, Username username, String passwordHash, Role role) {

    /** Checks the address; throws {@link InvalidInputException} if it contains invisible characters. */
    public NewUser {
        email.requireVisible();
    }

    @Override
    public String toString() {
        return "NewUser[email=" + email + ", username=" + username + ", passwordHash=***, role=" + role + "]";
    }
}
