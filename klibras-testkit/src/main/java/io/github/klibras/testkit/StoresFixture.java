package io.github.klibras.testkit;

import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Registration;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.User;
import io.github.klibras.core.user.Username;
import org.junit.jupiter.api.BeforeEach;

/** Shared fixture of the contracts of all stores: fresh stores for each test, and short methods to fill them. */
public abstract class StoresFixture {

    /** The stores under test; empty at the start of each test. */
    protected Stores stores;

    /** Returns stores without any data. Called before each test. */
    protected abstract Stores emptyStores();

    @BeforeEach
    protected final void openStores() {
        stores = emptyStores();
    }

    /** Returns a learner who is not registered yet, with the address {@code NAME@example.org}. */
    public static NewUser newUser(String name) {
        return new NewUser(new EmailAddress(name + "@example.org"), new Username(name), "hash of " + name, Role.USER);
    }

    /** Registers a learner. */
    protected final User learner(String name) {
        Registration registration = stores.users().insert(newUser(name));
        if (registration instanceof Registered registered) {
            return registered.user();
        }
        throw new AssertionError("Could not register " + name + ": " + registration);
    }

    /** Adds a sign whose video key is its name. */
    protected final Sign sign(String name, int points) {
        return stores.catalog().addSign(new NewSign(name, "The sign " + name, name, points));
    }

    /** Returns a user's points according to the store. */
    protected final int pointsOf(User user) {
        return stores.users().findById(user.id()).orElseThrow().points();
    }
}
