package io.github.klibras.core.user;

/**
 * An account to be stored.
 *
 * @param email unique
 * @param username unique
 * @param passwordHash made by a {@link PasswordHasher}
 * @param role what the account may do
 */
public record NewUser(EmailAddress email, Username username, String passwordHash, Role role) {

    @Override
    public String toString() {
        return "NewUser[email=" + email + ", username=" + username + ", passwordHash=***, role=" + role + "]";
    }
}
