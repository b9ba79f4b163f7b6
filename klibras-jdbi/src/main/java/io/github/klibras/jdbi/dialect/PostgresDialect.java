package io.github.klibras.jdbi.dialect;

import io.github.klibras.jdbi.internal.LeaderboardSql;
import io.github.klibras.jdbi.internal.PostgresLeaderboardSql;
import io.github.klibras.jdbi.internal.PostgresProgressSql;
import io.github.klibras.jdbi.internal.ProgressSql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** PostgreSQL 12 and later. */
final class PostgresDialect implements Dialect {

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** Schema, table, column, or the type of the roles. */
    private static final Set<String> UNDEFINED = Set.of("3F000", "42P01", "42703", "42704");

    private static final String LOCK = "(hashtext('klibras.migration'))";

    @Override
    public boolean speaks(String product, String version) {
        return product.equals("PostgreSQL");
    }

    @Override
    public String currentSchema() {
        return "select current_schema()";
    }

    /** Looks for the table itself, as the search path may lead to it through schemas that do not have it. */
    @Override
    public String schemaOfTables() {
        return "select coalesce((select n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                + " where c.oid = to_regclass('processing_jobs')), current_schema())";
    }

    @Override
    public Optional<String> tablesElsewhere(List<String> tables) {
        String names = tables.stream()
                .map(table -> "to_regclass('" + table + "')")
                .collect(Collectors.joining(", ", "(", ")"));
        return Optional.of("select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                + " where c.oid in " + names + " and n.nspname <> current_schema() order by c.relname");
    }

    @Override
    public String countSchemas() {
        return "select count(*) from pg_namespace where nspname = ?";
    }

    @Override
    public String columns() {
        return """
                select table_name, column_name, data_type as type_name, character_maximum_length as text_length,
                    is_nullable, column_default as default_value, is_identity = 'YES' as filled_in,
                    case when data_type = 'USER-DEFINED' then
                        (select t.typname || case when n.nspname = table_schema then '' else ' of the schema ' || n.nspname end
                            || ' (' || string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder) || ')'
                        from pg_type t join pg_namespace n on n.oid = t.typnamespace join pg_enum e on e.enumtypid = t.oid
                        where n.nspname = udt_schema and t.typname = udt_name group by t.typname, n.nspname)
                    end as detail
                from information_schema.columns where table_schema = ?
                """;
    }

    @Override
    public Optional<String> migrations() {
        return Optional.of("classpath:db/klibras/current/postgresql");
    }

    @Override
    public Optional<String> earlierMigrations() {
        return Optional.of("classpath:db/klibras/earlier/postgresql");
    }

    @Override
    public Map<String, String> sqlDefinitions(String schema) {
        return Map.of(
                "schema", schema,
                "desc", "\"desc\"",
                "videoUrl", "\"videoUrl\"",
                "role", "cast(:role as " + schema + ".roles_enum)",
                "result", "cast(:result as json)",
                "ended", "status in ('completed', 'failed')",
                "notEnded", "status not in ('completed', 'failed')");
    }

    @Override
    public boolean locksMigrations() {
        return true;
    }

    /** Takes our own lock: Flyway has one too, but takes it only after it has created the table of its history. */
    @Override
    public boolean lockMigrations(Statement statement, String schema, Duration limit) throws SQLException {
        if (limit.isZero()) {
            try (ResultSet taken = statement.executeQuery("select pg_try_advisory_lock" + LOCK)) {
                return taken.next() && taken.getBoolean(1);
            }
        }
        statement.execute("set lock_timeout = " + Math.min(limit.toMillis(), Integer.MAX_VALUE));
        try {
            statement.execute("select pg_advisory_lock" + LOCK);
            return true;
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        } finally {
            statement.execute("reset lock_timeout");
        }
    }

    @Override
    public void unlockMigrations(Statement statement, String schema) throws SQLException {
        statement.execute("select pg_advisory_unlock" + LOCK);
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
