package io.github.klibras.jdbi.internal;

import io.github.klibras.core.leaderboard.Audience;
import io.github.klibras.core.leaderboard.LeaderboardRow;
import io.github.klibras.core.leaderboard.PointsCount;
import io.github.klibras.core.leaderboard.Standing;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.Collection;
import java.util.List;

/**
 * The statements of the leaderboard, in the form that all databases understand.
 *
 * <p>A page is cut from the index on {@code (points desc, id)} first, and only its few rows are joined with what they
 * know. Joining and grouping first reads everything that everybody knows.
 *
 * <p>Limits are written into the statement. H2 takes the result of a sub-query for that of its next run if the
 * parameters are equal, and does not count those of a LIMIT that ends a SELECT in parentheses: a page would be as
 * short as the one before it.
 */
public interface LeaderboardSql {

    String SELECT = "select u.id, u.username, u.points, count(a.sign_id) as signs from (";

    String COUNT_SIGNS = ") u"
            + " left join <schema>.user_sign_association a on a.user_id = u.id"
            + " group by u.id, u.username, u.points"
            + " order by u.points desc, u.id";

    /** What {@code <among>} stands for: which accounts take part. */
    static String condition(Audience audience) {
        return switch (audience) {
            case EVERYBODY -> "1 = 1";
            case LEARNERS -> "role <> 'ADMIN'";
        };
    }

    String TOP = "select id, username, points from <schema>.users where <among> order by points desc, id limit <limit>";

    String AFTER = """
            (select id, username, points from <schema>.users where <among> and points = :points and id > :userId
             order by points desc, id limit <limit>)
            union all
            (select id, username, points from <schema>.users where <among> and points <= :below
             order by points desc, id limit <limit>)
            order by points desc, id limit <limit>
            """;

    /** The points of the learner, or null if the learner does not take part: no row has less, more or as many. */
    String OWN = "(select points from <schema>.users where <among> and id = :userId)";

    /** The learner and, by the index the other way round, those who come before. */
    String UP_TO_OWN = """
            select id, username, points from <schema>.users where <among> and id = :userId
            union all
            select id, username, points from (
                (select id, username, points from <schema>.users where <among> and id < :userId and points =
            """ + OWN + """
                 order by points, id desc limit <limit>)
                union all
                (select id, username, points from <schema>.users where <among> and points >
            """ + OWN + """
                 order by points, id desc limit <limit>)
                order by points, id desc limit <limit>
            ) before_own
            """;

    String BEHIND_OWN = """
            select id, username, points from (
                (select id, username, points from <schema>.users where <among> and id > :userId and points =
            """ + OWN + """
                 order by points desc, id limit <limit>)
                union all
                (select id, username, points from <schema>.users where <among> and points <
            """ + OWN + """
                 order by points desc, id limit <limit>)
                order by points desc, id limit <limit>
            ) behind_own
            """;

    String FIRST_POINTS = "(select max(points) from (" + UP_TO_OWN + ") up_to_own)";

    String FIRST_ID = "(select id from (" + UP_TO_OWN + ") up_to_own order by points desc, id limit 1)";

    /** Whoever is ahead of the first line is ahead of the learner too: without that, MariaDB reads all the index. */
    String AHEAD = "select coalesce(sum(learners), 0) as ahead, count(*) as points_ahead from"
            + " (select points, count(*) as learners from <schema>.users"
            + " where <among> and points > " + OWN + " and points > " + FIRST_POINTS
            + " group by points) by_points";

    String TIED_BEFORE = "select count(*) as tied_before from <schema>.users" + " where <among> and points = "
            + FIRST_POINTS + " and id < " + FIRST_ID;

    @SqlQuery(SELECT + TOP + COUNT_SIGNS)
    List<LeaderboardRow> top(@Define("among") String among, @Define("limit") int limit);

    /**
     * Two ranges of the index instead of one condition with "or", which would read all of a large tie.
     *
     * @param below one less than {@code points}: asked for what is less than these, H2 reads all that equal them first
     */
    @SqlQuery(SELECT + AFTER + COUNT_SIGNS)
    List<LeaderboardRow> after(
            @Define("among") String among,
            @Bind("points") int points,
            @Bind("userId") long userId,
            @Bind("below") long below,
            @Define("limit") int limit);

    /**
     * One statement, so that lines and counts are of one moment. No common table expressions: H2 takes their results,
     * too, for those of the next run.
     *
     * @param limit how many lines on each side
     */
    @SqlQuery("select u.id, u.username, u.points,"
            + " (select count(*) from <schema>.user_sign_association a where a.user_id = u.id) as signs,"
            + " ahead, points_ahead, tied_before"
            + " from (" + UP_TO_OWN + " union all " + BEHIND_OWN + ") u"
            + " cross join (" + AHEAD + ") counted_ahead"
            + " cross join (" + TIED_BEFORE + ") counted_tied"
            + " order by u.points desc, u.id")
    List<NeighbourRow> around(@Define("among") String among, @Bind("userId") long userId, @Define("limit") int limit);

    @SqlQuery("select points, count(*) as learners from <schema>.users where <among>"
            + " group by points order by points desc")
    List<PointsCount> histogram(@Define("among") String among);

    /** One statement, so that all counts are of one moment. */
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
