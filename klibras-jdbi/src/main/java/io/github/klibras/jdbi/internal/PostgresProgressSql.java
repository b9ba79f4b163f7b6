package io.github.klibras.jdbi.internal;

import io.github.klibras.core.progress.Award;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.Optional;

/** An award in one statement, which needs no transaction around it: one round trip instead of six. */
public interface PostgresProgressSql extends ProgressSql {

    /**
     * Pays for a sign. Locks the learner's row first here too, since the other steps draw on it. Otherwise the new row
     * of the association could wait for a transaction that completes a module with the same sign, and that waits for
     * the learner.
     */
    @Override
    @SqlQuery("""
            with learner as materialized (
                select id from <schema>.users where id = :userId for no key update
            ), sign as (
                select id, pontos from <schema>.signs where id = :signId and not retired
            ), learned as (
                insert into <schema>.user_sign_association (user_id, sign_id)
                select learner.id, sign.id from learner cross join sign
                on conflict do nothing
                returning sign_id
            ), paid as (
                update <schema>.users set points = points + sign.pontos
                from learned join sign on sign.id = learned.sign_id
                where users.id = :userId
                returning users.points
            )
            select :userId as user_id, :signId as sign_id,
                (select count(*) from learner) as learners,
                (select pontos from sign) as price,
                (select points from paid) as total
            """)
    Award learnSign(@Bind("userId") long userId, @Bind("signId") long signId);

    /** Ignores the points, as the statement looks for itself. */
    @Override
    default Award award(long userId, Optional<Integer> points, long signId) {
        return learnSign(userId, signId);
    }
}
