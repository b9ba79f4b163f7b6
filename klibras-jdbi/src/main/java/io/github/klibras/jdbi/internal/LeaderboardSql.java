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
 */
public interface LeaderboardSql {

    String SELECT = "select u.id, u.username, u.points, count(a.sign_id) as signs from (";

    String COUNT_SIGNS = ") u"
            + " left join user_sign_association a on a.user_id = u.id"
            + " group by u.id, u.username, u.points"
            + " order by u.points desc, u.id";

    /** What {@code <among>} stands for: which accounts take part. */
    static String among(Audience audience) {
        return switch (audience) {
            case EVERYBODY -> "1 = 1";
            case LEARNERS -> "role <> 'ADMIN'";
        };
    }

    String TOP = "select id, username, points from users where <among> order by points desc, id limit :limit";

    String AFTER = """
            (select id, username, points from users where <among> and points = :points and id > :userId
             order by points desc, id limit :limit)
            union all
            (select id, username, points from users where <among> and points <= :below
             order by points desc, id limit :limit)
            order by points desc, id limit :limit
            """;

    String BEFORE = """
            (select id, username, points from users where <among> and points = :points and id < :userId
             order by points, id desc limit :limit)
            union all
            (select id, username, points from users where <among> and points >= :above
             order by points, id desc limit :limit)
            order by points, id desc limit :limit
            """;

    @SqlQuery(SELECT + TOP + COUNT_SIGNS)
    List<LeaderboardRow> top(@Define("among") String among, @Bind("limit") int limit);

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
            @Bind("limit") int limit);

    /**
     * The same index the other way round.
     *
     * @param above one more than {@code points}
     */
    @SqlQuery(SELECT + BEFORE + COUNT_SIGNS)
    List<LeaderboardRow> before(
            @Define("among") String among,
            @Bind("points") int points,
            @Bind("userId") long userId,
            @Bind("above") long above,
            @Bind("limit") int limit);

    @SqlQuery("select points, count(*) as learners from users where <among> group by points order by points desc")
    List<PointsCount> histogram(@Define("among") String among);

    /** One statement, so that all counts are of one moment. */
    @SqlQuery("""
            select u.id, u.username, u.points,
                (select count(*) from user_sign_association a where a.user_id = u.id) as signs,
                (select count(*) from users where <among> and points > u.points) as ahead,
                (select count(distinct points) from users where <among> and points > u.points) as points_ahead,
                (select count(*) from users where <among> and points = u.points and id < u.id) as tied_before,
                (select count(*) from users where <among> and points = u.points and id > u.id) as tied_after,
                (select count(*) from users where <among> and points < u.points) as behind
            from users u
            where <among> and u.id in (<userIds>)
            """)
    List<Standing> standings(@Define("among") String among, @BindList("userIds") Collection<Long> userIds);
}
