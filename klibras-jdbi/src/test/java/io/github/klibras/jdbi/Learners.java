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

    /** Returns the id of a learner who is new to the stores. */
    static long register(Stores stores, String name) {
        NewUser user = new NewUser(new EmailAddress(name + "@example.org"), new Username(name), "hash", Role.USER);
        return ((Registered) stores.users().insert(user)).user().id();
    }

    /** Gives a learner these points, whatever they know. */
    static void setPoints(DataSource dataSource, long userId, int points) {
        Jdbi.create(dataSource)
                .useHandle(handle -> handle.execute("update users set points = ? where id = ?", points, userId));
    }
}
