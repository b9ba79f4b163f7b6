package io.github.klibras.jdbi.internal;

import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.StoredVideo;
import io.github.klibras.core.leaderboard.LeaderboardRow;
import io.github.klibras.core.leaderboard.PointsCount;
import io.github.klibras.core.leaderboard.Standing;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.progress.CompletedModule;
import io.github.klibras.core.progress.LearnedSign;
import io.github.klibras.core.progress.PointsDifference;
import io.github.klibras.core.user.Credentials;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.User;
import io.github.klibras.core.user.Username;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Registers the mapping of rows and parameters. Mappers are hand-written: JDBI's reflective ones take several times as
 * long on a page of the leaderboard.
 */
final class RowMappers {

    private RowMappers() {}

    static void register(Jdbi jdbi, TimeSpan times) {
        jdbi.registerRowMapper(User.class, (row, context) -> user(row))
                .registerRowMapper(
                        Credentials.class,
                        (row, context) -> new Credentials(row.getLong("id"), row.getString("password")))
                .registerRowMapper(Sign.class, (row, context) -> sign(row))
                .registerRowMapper(
                        LearnedSign.class,
                        (row, context) -> new LearnedSign(sign(row), UtcTime.readNullable(row, "learnt_at", times)))
                .registerRowMapper(ModuleRow.class, (row, context) -> moduleRow(row))
                .registerRowMapper(PricedSign.class, (row, context) -> pricedSign(row))
                .registerRowMapper(
                        CompletedModule.class,
                        (row, context) -> new CompletedModule(row.getLong("id"), row.getString("name")))
                .registerRowMapper(
                        PointsDifference.class,
                        (row, context) ->
                                new PointsDifference(row.getLong("id"), row.getInt("points"), row.getInt("earned")))
                .registerRowMapper(
                        PointsCount.class,
                        (row, context) -> new PointsCount(row.getInt("points"), row.getLong("learners")))
                .registerRowMapper(Award.class, (row, context) -> award(row))
                .registerRowMapper(LeaderboardRow.class, (row, context) -> leaderboardRow(row))
                .registerRowMapper(NeighborRow.class, (row, context) -> neighborRow(row))
                .registerRowMapper(Standing.class, (row, context) -> standing(row))
                .registerRowMapper(
                        StoredVideo.class,
                        (row, context) -> new StoredVideo(
                                new JobId(row.getString("job_id")),
                                UtcTime.readOr(row, "stored_at", times, UtcTime.ZERO_DATE)))
                .registerRowMapper(JobRow.class, (row, context) -> JobRow.read(row, times));
    }

    private static User user(ResultSet row) throws SQLException {
        return new User(
                row.getLong("id"),
                EmailAddress.stored(row.getString("email")),
                Username.stored(row.getString("username")),
                role(row.getString("role")),
                row.getInt("points"));
    }

    /** A role that this version does not know gives no rights. */
    private static Role role(String name) {
        return Role.ADMIN.name().equals(name) ? Role.ADMIN : Role.USER;
    }

    private static Sign sign(ResultSet row) throws SQLException {
        return new Sign(
                row.getLong("sign_id"),
                row.getString("sign_name"),
                row.getString("description"),
                row.getString("video_key"),
                row.getInt("pontos"));
    }

    private static ModuleRow moduleRow(ResultSet row) throws SQLException {
        return new ModuleRow(
                row.getLong("module_id"), row.getString("module_name"), id(row, "sign_id") == null ? null : sign(row));
    }

    private static PricedSign pricedSign(ResultSet row) throws SQLException {
        return new PricedSign(id(row, "sign_id"), row.getInt("pontos"), id(row, "known_by") != null);
    }

    private static Award award(ResultSet row) throws SQLException {
        long signId = row.getLong("sign_id");
        if (row.getInt("learners") == 0) {
            return new Award.NoSuchUser(row.getLong("user_id"));
        }
        Integer price = number(row, "price");
        if (price == null) {
            return new Award.NoSuchSign(signId);
        }
        Integer total = number(row, "total");
        return total == null ? new Award.AlreadyKnown(signId) : new Award.Granted(signId, price, total);
    }

    private static @Nullable Integer number(ResultSet row, String column) throws SQLException {
        int number = row.getInt(column);
        return row.wasNull() ? null : number;
    }

    private static LeaderboardRow leaderboardRow(ResultSet row) throws SQLException {
        return new LeaderboardRow(
                row.getLong("id"), row.getString("username"), row.getInt("points"), row.getInt("signs"));
    }

    private static NeighborRow neighborRow(ResultSet row) throws SQLException {
        return new NeighborRow(
                leaderboardRow(row), row.getLong("ahead"), row.getLong("points_ahead"), row.getLong("tied_before"));
    }

    private static Standing standing(ResultSet row) throws SQLException {
        return new Standing(
                leaderboardRow(row),
                row.getLong("ahead"),
                row.getLong("points_ahead"),
                row.getLong("tied_before"),
                row.getLong("tied_after"),
                row.getLong("behind"));
    }

    static @Nullable Long id(ResultSet row, String column) throws SQLException {
        long id = row.getLong(column);
        return row.wasNull() ? null : id;
    }
}
