package io.github.klibras.testkit.inmemory;

import io.github.klibras.core.inmemory.InsecurePasswordHasher;
import io.github.klibras.core.user.PasswordHasher;
import io.github.klibras.testkit.PasswordHasherContract;

class InsecurePasswordHasherTest extends PasswordHasherContract {

    private final PasswordHasher hasher = new InsecurePasswordHasher();

    @Override
    protected PasswordHasher hasher() {
        return hasher;
    }
}
