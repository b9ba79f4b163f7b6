package io.github.klibras.jdbi.internal;

import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.Optional;

/** The lock that comes before all others, so that no two transactions wait for each other. */
public interface UserLock {

    /**
     * Locks an account until the transaction ends: nobody else pays or deletes it, or submits for it, in the meantime.
     *
     * @return the learner's points, or empty if there is no such account
     */
    @SqlQuery("select points from <schema>.users where id = :userId for update")
    Optional<Integer> lockUser(@Bind("userId") long userId);
}
