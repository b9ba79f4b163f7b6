package io.github.klibras.core.user;

/**
 * An account, as far as others may see it; never holds the password hash.
 *
 * @param id positive, given by the store
 * @param email the address, its domain in lower case
 * @param username the name shown to others
 * @param role what the account may do
 * @param points the sum of what was paid for known signs; negative only if another program has written so
 */
public record User(long id, String email, String username, Role role, int points) {}
