package io.github.klibras.jdbi.internal;

import io.github.klibras.core.leaderboard.Audience;
import io.github.klibras.core.leaderboard.LeaderboardRow;
import io.github.klibras.core.leaderboard.Neighborhood;
import io.github.klibras.core.leaderboard.PointsCount;
import io.github.klibras.core.leaderboard.Standing;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The statements of the leaderboard, in the form that all databases understand.
 *
 * <p>A page is first cut from the index on {@code (points desc, id)}, and only its few rows are joined with their
 * signs. Joining and grouping first would read all signs of all learners.
 *
 * <p>Limits are part of the statement's text, not parameters: H2 reuses the result of a subquery if its parameters are the
 * same, and overlooks the parameter of a LIMIT at the end of a SELECT in parentheses, so a page could get the length of
 * the previous one.
 */
public interface LeaderboardSql {

    /**
     * Parts of the statements, by name.
     *
     * <ul>
     *   <li>{@code after}: two ranges of the index instead of one condition with "or", which would read all of a large
     *       tie.
     *   <li>{@code ownPoints}: null if the learner does not take part; then no row compares as less, more or equal.
     *   <li>{@code upToOwn}: the learner and, by the index in reverse, those who come before.
     *   <li>{@code countedAhead}: learners ahead of the first line are ahead of the learner too. Without that condition,
     *       MariaDB reads the whole index.
     * </ul>
     */
    Map<String, String> FRAGMENTS = Map.of(
            "top", """
            select id, username, points from <schema>.users where <among> order by points desc, id limit <limit>""",
            "after", """
            (select id, username, points from <schema>.users where <among> and points = :points and id > :userId
             order by points desc, id limit <limit>)
            union all
            (select id, username, points from <schema>.users where <among> and points <= :below
             order by points desc, id limit <limit>)
            order by points desc, id limit <limit>""",
            "ownPoints", """
            (select points from <schema>.users where <among> and id = :userId)""",
            "upToOwn", """
            select id, username, points from <schema>.users where <among> and id = :userId
            union all
            select id, username, points from (
                (select id, username, points from <schema>.users
                 where <among> and id < :userId and points = <ownPoints>
                 order by points, id desc limit <limit>)
                union all
                (select id, username, points from <schema>.users where <among> and points > <ownPoints>
                 order by points, id desc limit <limit>)
                order by points, id desc limit <limit>
            ) before_own""",
            "behindOwn", """
            select id, username, points from (
                (select id, username, points from <schema>.users
                 where <among> and id > :userId and points = <ownPoints>
                 order by points desc, id limit <limit>)
                union all
                (select id, username, points from <schema>.users where <among> and points < <ownPoints>
                 order by points desc, id limit <limit>)
                order by points desc, id limit <limit>
            ) behind_own""",
            "firstPoints", "(select max(points) from (<upToOwn>) up_to_own)",
            "firstId", "(select id from (<upToOwn>) up_to_own order by points desc, id limit 1)",
            "countedAhead", """
            select coalesce(sum(learners), 0) as ahead, count(*) as points_ahead from (
                select points, count(*) as learners from <schema>.users
                where <among> and points > <ownPoints> and points > <firstPoints>
                group by points
            ) by_points""",
            "countedTied", """
            select count(*) as tied_before from <schema>.users
            where <among> and points = <firstPoints> and id < <firstId>""");

    /** Returns the condition for {@code <among>}: which accounts take part. */
    static String condition(Audience audience) {
        return switch (audience) {
            case EVERYBODY -> "1 = 1";
            case LEARNERS -> "role <> 'ADMIN'";
        };
    }

    @SqlQuery("""
            select u.id, u.username, u.points, count(a.sign_id) as signs
            from (<top>) u
            left join <schema>.user_sign_association a on a.user_id = u.id
            group by u.id, u.username, u.points
            order by u.points desc, u.id
            """)
    List<LeaderboardRow> top(@Define("among") String among, @Define("limit") int limit);

    /**
     * Returns a page that begins after a line.
     *
     * @param below one less than {@code points}: for a strict comparison, H2 first reads all rows with equal points
     */
    @SqlQuery("""
            select u.id, u.username, u.points, count(a.sign_id) as signs
            from (<after>) u
            left join <schema>.user_sign_association a on a.user_id = u.id
            group by u.id, u.username, u.points
            order by u.points desc, u.id
            """)
    List<LeaderboardRow> after(
            @Define("among") String among,
            @Bind("points") int points,
            @Bind("userId") long userId,
            @Bind("below") long below,
            @Define("limit") int limit);

    /** Returns a learner with the neighbors on both sides, or empty if the learner does not take part. */
    default Optional<Neighborhood> around(String among, long userId, int neighbors) {
        List<NeighborRow> rows = neighbors(among, userId, neighbors);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        NeighborRow first = rows.get(0);
        return Optional.of(new Neighborhood(
                rows.stream().map(NeighborRow::row).toList(), first.ahead(), first.pointsAhead(), first.tiedBefore()));
    }

    /**
     * Reads everything in one statement, so that lines and counts are of one moment. No common table expressions: H2
     * reuses their results for the next run, too.
     *
     * @param limit how many lines on each side
     */
    @SqlQuery("""
            select u.id, u.username, u.points,
                (select count(*) from <schema>.user_sign_association a where a.user_id = u.id) as signs,
                ahead, points_ahead, tied_before
            from (<upToOwn> union all <behindOwn>) u
            cross join (<countedAhead>) counted_ahead
            cross join (<countedTied>) counted_tied
            order by u.points desc, u.id
            """)
    List<NeighborRow> neighbors(@Define("among") String among, @Bind("userId") long userId, @Define("limit") int limit);

    @SqlQuery("""
            select points, count(*) as learners from <schema>.users where <among>
            group by points order by points desc
            """)
    List<PointsCount> histogram(@Define("among") String among);

    /** Reads everything in one statement, so that all counts are of one moment. */
    @SqlQuery("""
            select u.id, u.username, u.points,
                (select count(*) from <schema>.user_sign_association a where a.user_id = u.id) as signs,
                (select count(*) from <schema>.users where <among> and points > u.points) as ahead,
                (select count(distinct points) from <schema>.users where <among> and points > u.points) as points_ahead,
                (select count(*) from <schema>.users where <among> and points = u.points and id < u.id) as tied_before,
                (select count(*) from <schema>.users where <among> and points = u.points and id > u.id) as tied_after,
                (select count(*) from <schema>.users where <among> and points < u.points) as behind
            from <schema>.users u
            where <among> and u.id in (<userIds>)
            """)
    List<Standing> standings(@Define("among") String among, @BindList("userIds") Collection<Long> userIds);
}
