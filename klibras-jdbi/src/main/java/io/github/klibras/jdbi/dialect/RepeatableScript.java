package io.github.klibras.jdbi.dialect;

import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A script whose statements can each be repeated, for a database that commits each of them and cannot say "if not
 * exists" (MySQL): a column or an index that exists is not added, one that does not exist is not dropped, and a column
 * that is wide enough is not changed.
 */
final class RepeatableScript implements JavaMigration {

    private static final Pattern ADD_COLUMN = Pattern.compile("\\s*alter table (\\w+) add column (\\w+) [^;]*");
    private static final Pattern CREATE_INDEX = Pattern.compile("\\s*create (?:unique )?index (\\w+) on (\\w+) [^;]*");
    private static final Pattern DROP_INDEX = Pattern.compile("\\s*drop index (\\w+) on (\\w+)\\s*");

    private static final String HAS_COLUMN = "select count(*) from information_schema.columns"
            + " where table_schema = database() and table_name = '%s' and column_name = '%s'";
    private static final String HAS_INDEX = "select count(*) from information_schema.statistics"
            + " where table_schema = database() and index_name = '%s' and table_name = '%s'";

    private final MigrationVersion version;
    private final String description;
    private final String text;
    private final Map<String, String> placeholders;

    /**
     * @param resource a statement ends with a semicolon at the end of a line
     * @param placeholders the replacements for <code>${name}</code>
     */
    RepeatableScript(String version, String description, String resource, Map<String, String> placeholders) {
        this.version = MigrationVersion.fromVersion(version);
        this.description = description;
        this.text = read(resource);
        this.placeholders = Map.copyOf(placeholders);
    }

    private static String read(String resource) {
        try (InputStream in = Objects.requireNonNull(RepeatableScript.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void migrate(Context context) throws SQLException {
        try (Statement statement = context.getConnection().createStatement()) {
            for (String sql : filled().split(";\\R", -1)) {
                execute(statement, sql);
            }
        }
    }

    private static void execute(Statement statement, String sql) throws SQLException {
        Optional<ColumnWidening> widening = ColumnWidening.of(sql);
        if (widening.isPresent()) {
            widening.get().execute(statement);
        } else if (!sql.isBlank() && !isDone(statement, sql)) {
            statement.execute(sql);
        }
    }

    private String filled() {
        String filled = text.replaceAll("(?m)^ *--.*\\R", "");
        for (Map.Entry<String, String> placeholder : placeholders.entrySet()) {
            filled = filled.replace("${" + placeholder.getKey() + "}", placeholder.getValue());
        }
        return filled;
    }

    private static boolean isDone(Statement statement, String sql) throws SQLException {
        Matcher addColumn = ADD_COLUMN.matcher(sql);
        if (addColumn.matches()) {
            return isThere(statement, HAS_COLUMN, addColumn);
        }
        Matcher createIndex = CREATE_INDEX.matcher(sql);
        if (createIndex.matches()) {
            return isThere(statement, HAS_INDEX, createIndex);
        }
        Matcher dropIndex = DROP_INDEX.matcher(sql);
        return dropIndex.matches() && !isThere(statement, HAS_INDEX, dropIndex);
    }

    private static boolean isThere(Statement statement, String query, Matcher names) throws SQLException {
        try (ResultSet row = statement.executeQuery(query.formatted(names.group(1), names.group(2)))) {
            return row.next() && row.getInt(1) > 0;
        }
    }

    @Override
    public MigrationVersion getVersion() {
        return version;
    }

    @Override
    public String getDescription() {
        return description;
    }

    /** Returns the checksum of the text, as for any script: one that has been applied must not change. */
    @Override
    public Integer getChecksum() {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return (int) sum.getValue();
    }

    /** Returns {@code false}, as each statement commits by itself. */
    @Override
    public boolean canExecuteInTransaction() {
        return false;
    }
}
