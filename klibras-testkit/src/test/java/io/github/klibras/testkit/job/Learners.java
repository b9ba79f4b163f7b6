package io.github.klibras.testkit.job;

import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.Username;

/** Registers owners of jobs. */
public final class Learners {

    private Learners() {}

    /** Registers a new learner and returns the id. */
    public static long register(Stores stores, String name) {
        NewUser user = new NewUser(new EmailAddress(name + "@example.org"), new Username(name), "hash", Role.USER);
        return ((Registered) stores.users().insert(user)).user().id();
    }
}
