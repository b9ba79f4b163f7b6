package io.github.klibras.jdbi;

import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.Username;
import org.jdbi.v3.core.Jdbi;

import javax.sql.DataSource;

/** Accounts for tests. */
final class Learners {

    private Learners() {}

    static Username name(String name) {
        return new Username(name);
    }

    /** Registers a new learner and returns their id. */
    static long register(Stores stores, String name) {
        NewUser user = new NewUser(new EmailAddress(name + "@example.org"), new Username(name), "hash", Role.USER);
        return ((Registered) stores.users().insert(user)).user().id();
    }

    /** Sets the points of a learner, whatever signs they know. */
    static void setPoints(DataSource dataSource, long userId, int points) {
        Jdbi.create(dataSource)
                .useHandle(handle -> handle.execute("update users set points = ? where id = ?", points, userId));
    }
}
