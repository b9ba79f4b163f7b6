package io.github.klibras.jdbi.dialect;

import io.github.klibras.jdbi.internal.InnoDbProgressSql;
import io.github.klibras.jdbi.internal.ProgressSql;
import org.flywaydb.core.api.migration.JavaMigration;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Common base of the dialects of MariaDB and MySQL. */
abstract class InnoDbDialect implements Dialect {

    private static final int DUPLICATE_ENTRY = 1062;

    /** Database, column, or table. */
    private static final Set<Integer> UNKNOWN = Set.of(1049, 1054, 1146);

    private final String collation;

    /** @param collation compares byte by byte, and does not ignore trailing blanks */
    InnoDbDialect(String collation) {
        this.collation = collation;
    }

    @Override
    public String quoted(String identifier) {
        return '`' + identifier + '`';
    }

    @Override
    public boolean schemasAreCatalogs() {
        return true;
    }

    @Override
    public String currentSchema() {
        return "select database()";
    }

    @Override
    public String createSchema(String schema) {
        return "create database if not exists " + quoted(schema) + " character set utf8mb4 collate " + collation;
    }

    @Override
    public String columns() {
        return """
                select table_name as table_name, column_name as column_name, data_type as type_name,
                    character_maximum_length as text_length, is_nullable as is_nullable,
                    column_default as default_value, extra <> '' as filled_in, column_type as detail
                from information_schema.columns where table_schema = ?
                """;
    }

    @Override
    public Optional<String> storageEngines() {
        return Optional.of("select table_name as table_name, engine as engine from information_schema.tables"
                + " where table_schema = ? and table_type = 'BASE TABLE'");
    }

    @Override
    public Optional<String> migrations() {
        return Optional.empty();
    }

    @Override
    public JavaMigration[] javaMigrations(Map<String, String> placeholders) {
        Map<String, String> all = new LinkedHashMap<>(placeholders);
        all.put("collation", collation);
        return new JavaMigration[] {new RepeatableScript("10", "tables", "/db/klibras/current/mysql/tables.sql", all)};
    }

    @Override
    public Class<? extends ProgressSql> progress() {
        return InnoDbProgressSql.class;
    }

    @Override
    public Map<String, String> sqlDefinitions(String schema) {
        return Map.of(
                "schema", schema,
                "desc", "`desc`",
                "videoUrl", "`videoUrl`",
                "role", ":role",
                "result", ":result",
                "ended", "status in ('completed', 'failed')",
                "notEnded", "status not in ('completed', 'failed')");
    }

    @Override
    public boolean locksMigrations() {
        return true;
    }

    /** Takes our own lock: Flyway has one too, but takes it only after it has read its history. */
    @Override
    public boolean lockMigrations(Statement statement, String schema, Duration limit) throws SQLException {
        try (ResultSet taken =
                statement.executeQuery("select get_lock(" + lockName(schema) + ", " + limit.toSeconds() + ")")) {
            return taken.next() && taken.getInt(1) == 1;
        }
    }

    @Override
    public void unlockMigrations(Statement statement, String schema) throws SQLException {
        statement.executeQuery("select release_lock(" + lockName(schema) + ")").close();
    }

    private static String lockName(String schema) {
        return "concat('klibras.', sha2('" + schema + "', 224))";
    }

    @Override
    public boolean isDuplicateKey(SQLException failure) {
        return failure.getErrorCode() == DUPLICATE_ENTRY;
    }

    @Override
    public boolean isSchemaMissing(SQLException failure) {
        return UNKNOWN.contains(failure.getErrorCode());
    }
}
