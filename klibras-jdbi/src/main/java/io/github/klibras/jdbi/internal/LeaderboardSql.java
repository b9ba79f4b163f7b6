package io.github.klibras.jdbi.internal;

import io.github.klibras.core.leaderboard.LeaderboardRow;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

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

    @SqlQuery(SELECT + "select id, username, points from users order by points desc, id limit :limit" + COUNT_SIGNS)
    List<LeaderboardRow> top(@Bind("limit") int limit);

    /**
     * Two ranges of the index instead of one condition with "or", which would read all of a large tie.
     *
     * @param below one less than {@code points}: asked for what is less than these, H2 reads all that equal them first
     */
    @SqlQuery(SELECT + """
              (select id, username, points from users where points = :points and id > :userId
               order by points desc, id limit :limit)
              union all
              (select id, username, points from users where points <= :below
               order by points desc, id limit :limit)
              order by points desc, id limit :limit
              """ + COUNT_SIGNS)
    List<LeaderboardRow> after(
            @Bind("points") int points,
            @Bind("userId") long userId,
            @Bind("below") long below,
            @Bind("limit") int limit);
}
