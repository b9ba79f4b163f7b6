package io.github.klibras.jdbi.dialect;

import io.github.klibras.jdbi.internal.LeaderboardSql;
import io.github.klibras.jdbi.internal.ProgressSql;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** PostgreSQL 12 and later. */
final class PostgresDialect implements Dialect {

    private static final String UNIQUE_VIOLATION = "23505";

    /** Table, column, or the type of the roles. */
    private static final Set<String> UNDEFINED = Set.of("42P01", "42703", "42704");

    @Override
    public String product() {
        return "PostgreSQL";
    }

    @Override
    public String migrations() {
        return "db/klibras/postgresql";
    }

    @Override
    public Map<String, String> words() {
        return Map.of(
                "desc", "\"desc\"",
                "videoUrl", "\"videoUrl\"",
                "role", "cast(:role as roles_enum)",
                "result", "cast(:result as json)",
                "ended", "status in ('completed', 'failed')",
                "notEnded", "status not in ('completed', 'failed')");
    }

    /** Flyway has a lock of its own there too, but takes it only after it has made the table of its history. */
    @Override
    public Optional<MigrationLock> migrationLock() {
        String key = "hashtext('klibras.migration')";
        return Optional.of(new MigrationLock(
                "select 1 from pg_advisory_lock(" + key + ")", "select 1 from pg_advisory_unlock(" + key + ")"));
    }

    @Override
    public boolean holdsNul() {
        return false;
    }

    @Override
    public boolean isDuplicateKey(SQLException failure) {
        return UNIQUE_VIOLATION.equals(failure.getSQLState());
    }

    @Override
    public boolean isSchemaMissing(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && UNDEFINED.contains(state);
    }

    @Override
    public Class<? extends ProgressSql> progress() {
        return PostgresProgressSql.class;
    }

    @Override
    public Class<? extends LeaderboardSql> leaderboard() {
        return PostgresLeaderboardSql.class;
    }
}
