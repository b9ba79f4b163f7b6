package io.github.klibras.jdbi.internal;

import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * Lets the primary key decide what is known already. A look-up beforehand would lock the gap in which the new
 * row belongs, if the host's transaction is at REPEATABLE READ, and learners that are neighbors in the index
 * would deadlock.
 */
public interface InnoDbProgressSql extends ProgressSql {

    @Override
    @SqlUpdate("""
            insert ignore into <schema>.user_sign_association (user_id, sign_id)
            select u.id, s.id from <schema>.users u join <schema>.signs s on s.id = :signId where u.id = :userId
            """)
    int insertKnownSign(@Bind("userId") long userId, @Bind("signId") long signId);

    @Override
    @SqlUpdate("""
            insert ignore into <schema>.user_module_association (user_id, module_id)
            select u.id, m.id from <schema>.users u join <schema>.modules m on m.id = :moduleId where u.id = :userId
            """)
    int insertCompletedModule(@Bind("userId") long userId, @Bind("moduleId") long moduleId);
}
