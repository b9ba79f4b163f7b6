package io.github.klibras.jdbi.internal;

import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.progress.CompletedModule;
import io.github.klibras.core.progress.LearnedSign;
import io.github.klibras.core.progress.ModuleCompletion;
import io.github.klibras.core.progress.PointsDifference;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The statements of awards, in the form that all databases understand.
 *
 * <p>Both awards lock the learner's row before anything else: others who pay the same learner wait there, holding
 * nothing that anyone else needs. Inserting first and locking the row afterwards deadlocks on InnoDB, and several
 * inserts in different order do on PostgreSQL.
 */
public interface ProgressSql extends UserLock {

    /** Pays for a sign, in the caller's transaction if there is one. */
    @Transaction
    default Award learnSign(long userId, long signId) {
        return award(userId, lockUser(userId), signId);
    }

    /**
     * Pays a sign to a learner whose row the caller's transaction has locked.
     *
     * @param points the result of {@link #lockUser}
     */
    default Award award(long userId, Optional<Integer> points, long signId) {
        if (points.isEmpty()) {
            return new Award.NoSuchUser(userId);
        }
        Optional<Integer> price = findPrice(signId);
        if (price.isEmpty()) {
            return new Award.NoSuchSign(signId);
        }
        if (insertKnownSign(userId, signId) == 0) {
            return new Award.AlreadyKnown(signId);
        }
        addPoints(userId, price.get());
        return new Award.Granted(signId, price.get(), points.get() + price.get());
    }

    /** Completes a module, in the caller's transaction if there is one. */
    @Transaction
    default ModuleCompletion completeModule(long userId, long moduleId) {
        Optional<Integer> points = lockUser(userId);
        if (points.isEmpty()) {
            return new ModuleCompletion.NoSuchUser(userId);
        }
        List<PricedSign> signs = findSignsOfModule(userId, moduleId);
        if (signs.isEmpty()) {
            return new ModuleCompletion.NoSuchModule(moduleId);
        }
        if (insertCompletedModule(userId, moduleId) == 0) {
            return new ModuleCompletion.AlreadyCompleted(moduleId);
        }
        List<Long> newSigns = new ArrayList<>();
        long earned = 0;
        for (PricedSign sign : signs) {
            if (sign.signId() != null && !sign.known()) {
                newSigns.add(sign.signId());
                earned += sign.points();
            }
        }
        if (!newSigns.isEmpty()) {
            insertKnownSigns(userId, newSigns);
            addPoints(userId, earned);
        }
        // The update has checked that the total is an int, hence the earned points are one too.
        return new ModuleCompletion.Completed(moduleId, newSigns, (int) earned, (int) (points.get() + earned));
    }

    /**
     * Corrects the points of learners who have other points than they should: each under a lock and counted anew, since
     * they may have learned since they were found.
     */
    @Transaction
    default List<PointsDifference> recomputePoints() {
        List<PointsDifference> changed = new ArrayList<>();
        for (PointsDifference found : pointsDifferences()) {
            Optional<Integer> points = lockUser(found.userId());
            int earned = earned(found.userId());
            if (points.isPresent() && points.get() != earned) {
                addPoints(found.userId(), earned - (long) points.get());
                changed.add(new PointsDifference(found.userId(), points.get(), earned));
            }
        }
        return changed;
    }

    /** Returns learners in the order of their ids, so that concurrent recomputations do not deadlock. */
    @SqlQuery("""
            select u.id, u.points, coalesce(sum(s.pontos), 0) as earned
            from <schema>.users u
            left join <schema>.user_sign_association a on a.user_id = u.id
            left join <schema>.signs s on s.id = a.sign_id
            group by u.id, u.points
            having u.points <> coalesce(sum(s.pontos), 0)
            order by u.id
            """)
    List<PointsDifference> pointsDifferences();

    @SqlQuery("""
            select coalesce(sum(s.pontos), 0)
            from <schema>.user_sign_association a
            join <schema>.signs s on s.id = a.sign_id
            where a.user_id = :userId
            """)
    int earned(@Bind("userId") long userId);

    @SqlQuery("select pontos from <schema>.signs where id = :signId and not retired")
    Optional<Integer> findPrice(@Bind("signId") long signId);

    /** Returns 0 if the sign is known already. */
    @SqlUpdate("""
            insert into <schema>.user_sign_association (user_id, sign_id)
            select u.id, s.id from <schema>.users u join <schema>.signs s on s.id = :signId
            where u.id = :userId and not exists (
                select 1 from <schema>.user_sign_association a where a.user_id = u.id and a.sign_id = s.id)
            """)
    int insertKnownSign(@Bind("userId") long userId, @Bind("signId") long signId);

    @SqlUpdate("update <schema>.users set points = points + :points where id = :userId")
    int addPoints(@Bind("userId") long userId, @Bind("points") long points);

    /** Returns no row if there is no such module, and one row without a sign if it has none. */
    @SqlQuery("""
            select s.id as sign_id, s.pontos, a.user_id as known_by
            from <schema>.modules m
            left join <schema>.module_sign_association ms on ms.module_id = m.id
            left join <schema>.signs s on s.id = ms.sign_id and not s.retired
            left join <schema>.user_sign_association a on a.sign_id = s.id and a.user_id = :userId
            where m.id = :moduleId and not m.retired
            order by s.id
            """)
    List<PricedSign> findSignsOfModule(@Bind("userId") long userId, @Bind("moduleId") long moduleId);

    /** Returns 0 if the module is completed already. */
    @SqlUpdate("""
            insert into <schema>.user_module_association (user_id, module_id)
            select u.id, m.id from <schema>.users u join <schema>.modules m on m.id = :moduleId
            where u.id = :userId and not exists (
                select 1 from <schema>.user_module_association a where a.user_id = u.id and a.module_id = m.id)
            """)
    int insertCompletedModule(@Bind("userId") long userId, @Bind("moduleId") long moduleId);

    @SqlUpdate("""
            insert into <schema>.user_sign_association (user_id, sign_id)
            select u.id, s.id from <schema>.users u join <schema>.signs s on s.id in (<signIds>) where u.id = :userId
            """)
    int insertKnownSigns(@Bind("userId") long userId, @BindList("signIds") Collection<Long> signIds);

    @SqlQuery("""
            select <signColumns> from <schema>.signs s
            join <schema>.user_sign_association a on a.sign_id = s.id
            where a.user_id = :userId order by s.id
            """)
    List<Sign> knownSigns(@Bind("userId") long userId);

    @SqlQuery("""
            select <signColumns>, a.learnt_at from <schema>.signs s
            join <schema>.user_sign_association a on a.sign_id = s.id
            where a.user_id = :userId order by s.id
            """)
    List<LearnedSign> learnedSigns(@Bind("userId") long userId);

    @SqlQuery("""
            select m.id, m.name from <schema>.modules m
            join <schema>.user_module_association a on a.module_id = m.id
            where a.user_id = :userId order by m.id
            """)
    List<CompletedModule> completedModules(@Bind("userId") long userId);
}
