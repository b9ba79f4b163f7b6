package io.github.klibras.core.user;

/**
 * An account as others may see it; never contains the password hash.
 *
 * @param id positive, given by the store
 * @param email the address as it is stored
 * @param username the name shown to others, as it is stored
 * @param role what the account may do
 * @param points the sum of the points paid for known signs; negative only if another program has stored such a value
 */
public record User(long id, EmailAddress email, Username username, Role role, int points) {}
