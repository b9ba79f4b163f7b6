package io.github.klibras.jdbi.dialect;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A change of column types on MariaDB and MySQL. There, {@code modify column} redefines the column entirely: whatever
 * the statement omits, such as a default, a comment or a check, is lost. So it repeats everything.
 */
final class ColumnWidening {

    private static final Pattern CHANGE = Pattern.compile("\\s*alter table (\\w+)\\s+modify column [^;]*");
    private static final Pattern CLAUSE = Pattern.compile("modify column (\\w+) (\\w+)\\((\\d+)\\)(?: not null)?");

    /** A column as {@code show create table} writes it: name, type, length, and the rest. */
    private static final String COLUMN =
            "(?imd)^ *[`\"]?%s[`\"]? (\\w+)(?:\\((\\d+)\\))?" + "(?: character set \\w+)?(?: collate \\w+)?(.*?),?$";

    /** A string literal, or the current time. */
    private static final Pattern NOW =
            Pattern.compile("(?i)'(?:[^'\\\\]|''|\\\\.)*'|\\bcurrent_timestamp(?:\\(\\d*\\))?");

    private final String table;
    private final List<MatchResult> clauses;

    private ColumnWidening(String table, List<MatchResult> clauses) {
        this.table = table;
        this.clauses = clauses;
    }

    /** Parses a statement; empty if it changes no types. */
    static Optional<ColumnWidening> of(String sql) {
        Matcher change = CHANGE.matcher(sql);
        return change.matches()
                ? Optional.of(new ColumnWidening(
                        change.group(1), CLAUSE.matcher(sql).results().toList()))
                : Optional.empty();
    }

    /** Widens the columns that are not wide enough. */
    void execute(Statement statement) throws SQLException {
        String definition = definition(statement);
        List<String> changes = new ArrayList<>();
        for (MatchResult clause : clauses) {
            change(clause, definition).ifPresent(changes::add);
        }
        if (!changes.isEmpty()) {
            statement.execute("alter table " + table + " " + String.join(", ", changes));
        }
    }

    private String definition(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("show create table " + table)) {
            row.next();
            return row.getString(2);
        }
    }

    private static Optional<String> change(MatchResult clause, String definition) {
        String name = clause.group(1);
        String type = clause.group(2);
        int length = Integer.parseInt(clause.group(3));
        Matcher column = Pattern.compile(COLUMN.formatted(name)).matcher(definition);
        if (!column.find()) {
            return Optional.of(clause.group());
        }
        int found = column.group(2) == null ? 0 : Integer.parseInt(column.group(2));
        if (column.group(1).equalsIgnoreCase(type) && found >= length) {
            return Optional.empty();
        }
        String rest = type.equals("datetime") ? withPrecision(column.group(3), length) : column.group(3);
        return Optional.of("modify column " + name + " " + type + "(" + length + ")" + rest);
    }

    /** Makes the current time as precise as the column, which is required. */
    private static String withPrecision(String attributes, int digits) {
        return NOW.matcher(attributes)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group().startsWith("'") ? found.group() : "current_timestamp(" + digits + ")"));
    }
}
