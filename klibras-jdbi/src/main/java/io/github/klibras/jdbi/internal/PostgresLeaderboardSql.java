package io.github.klibras.jdbi.internal;

import io.github.klibras.core.leaderboard.LeaderboardRow;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/**
 * Counts the signs of each line of a page by a lateral join: one look-up in the index of the association for each line,
 * and nothing to group.
 */
public interface PostgresLeaderboardSql extends LeaderboardSql {

    @Override
    @SqlQuery("""
            select u.id, u.username, u.points, a.signs
            from (<top>) u
            left join lateral (
                select count(*) as signs from <schema>.user_sign_association where user_id = u.id
            ) a on true
            order by u.points desc, u.id
            """)
    List<LeaderboardRow> top(@Define("among") String among, @Define("limit") int limit);

    @Override
    @SqlQuery("""
            select u.id, u.username, u.points, a.signs
            from (<after>) u
            left join lateral (
                select count(*) as signs from <schema>.user_sign_association where user_id = u.id
            ) a on true
            order by u.points desc, u.id
            """)
    List<LeaderboardRow> after(
            @Define("among") String among,
            @Bind("points") int points,
            @Bind("userId") long userId,
            @Bind("below") long below,
            @Define("limit") int limit);
}
