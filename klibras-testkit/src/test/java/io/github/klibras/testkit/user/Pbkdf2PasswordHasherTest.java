package io.github.klibras.testkit.user;

import io.github.klibras.core.user.PasswordHasher;

/** The contract requires nothing that only bcrypt does. */
class Pbkdf2PasswordHasherTest extends PasswordHasherContract {

    private final PasswordHasher hasher = new Pbkdf2PasswordHasher();

    @Override
    protected PasswordHasher hasher() {
        return hasher;
    }
}
