package io.github.klibras.jdbi.schema;

import io.github.klibras.jdbi.dialect.Dialect;
import io.github.klibras.jdbi.schema.Table.Column;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static io.github.klibras.jdbi.schema.ColumnType.BOOLEAN;
import static io.github.klibras.jdbi.schema.ColumnType.JSON;
import static io.github.klibras.jdbi.schema.ColumnType.ROLE;
import static io.github.klibras.jdbi.schema.ColumnType.TIME;
import static io.github.klibras.jdbi.schema.Table.Column.integer;
import static io.github.klibras.jdbi.schema.Table.Column.text;

/** The tables of the Python service's models and what KLibras adds to them. */
public final class Tables {

    private static final List<Table> SHARED = List.of(
            new Table(
                    "users",
                    List.of(
                            integer("id"),
                            text("email", 254),
                            text("username", 30),
                            text("password", 100),
                            integer("points").orMissing(),
                            Column.of(ROLE, "role")),
                    List.of(List.of("id"), List.of("email"), List.of("username")),
                    List.of()),
            new Table("modules", List.of(integer("id"), text("name", 50)), List.of(List.of("id")), List.of("retired")),
            new Table(
                    "signs",
                    List.of(
                            integer("id"),
                            text("name", 15),
                            text("desc", 500),
                            text("videourl", 150),
                            integer("pontos")),
                    List.of(List.of("id")),
                    List.of("retired")),
            association("user_module_association", "user_id", "module_id"),
            association("user_sign_association", "user_id", "sign_id", "learnt_at"),
            association("module_sign_association", "module_id", "sign_id"),
            new Table(
                    "processing_jobs",
                    List.of(
                            text("job_id", 36),
                            integer("user_id"),
                            text("expected_action", 255),
                            text("status", 50),
                            Column.of(BOOLEAN, "action_found").orNull(),
                            text("predicted_action", 255).orNull(),
                            text("confidence", 10).orNull(),
                            Column.of(BOOLEAN, "is_match").orNull(),
                            text("error", 500).orNull(),
                            Column.of(TIME, "created_at"),
                            Column.of(TIME, "completed_at").orNull(),
                            Column.of(JSON, "result").orNull()),
                    List.of(List.of("job_id")),
                    List.of(
                            "state",
                            "lease_until",
                            "fencing_token",
                            "attempts",
                            "confidence_value",
                            "awarded_points",
                            "idempotency_key",
                            "message_confirmed",
                            "relay_until",
                            "sign_id",
                            "model",
                            "frames_done",
                            "frames_total",
                            "ending_key",
                            "award_granted")));

    private static final Table VIDEOS = new Table(
            "processing_job_videos", List.of(), List.of(List.of("job_id")), List.of("job_id", "content", "stored_at"));

    /** The names of all tables, in lower case. */
    public static final List<String> NAMES =
            Stream.concat(SHARED.stream(), Stream.of(VIDEOS)).map(Table::name).toList();

    private Tables() {}

    private static Table association(String name, String first, String second, String... ours) {
        return new Table(
                name, List.of(integer(first), integer(second)), List.of(List.of(first, second)), List.of(ours));
    }

    /**
     * Returns why tables cannot be those of the Python service: for each problem its place, what was found and what is
     * expected. Columns may be wider than the service's and have defaults, and there may be others, if rows can be
     * inserted without them.
     */
    public static List<String> conflicts(ExistingTables existing) {
        List<String> conflicts = new ArrayList<>();
        if (existing.names().contains(VIDEOS.name())) {
            conflicts.add(VIDEOS.name() + " is no table of the Python service's");
        }
        for (Table table : SHARED) {
            if (existing.names().contains(table.name())) {
                addConflicts(conflicts, table, existing);
            }
        }
        conflicts.addAll(withoutTransactions(existing.engines()));
        return conflicts;
    }

    private static void addConflicts(List<String> conflicts, Table table, ExistingTables existing) {
        Map<String, ExistingColumn> columns = new HashMap<>(existing.columnsOf(table.name()));
        for (Column expected : table.columns()) {
            String where = table.name() + "." + expected.name();
            ExistingColumn found = columns.remove(expected.name());
            if (found == null) {
                if (!expected.added()) {
                    conflicts.add(where + " is missing (expected: " + described(expected) + ")");
                }
            } else if (!fits(found, expected)) {
                conflicts.add(misfit(table, found, expected));
            }
        }
        for (ExistingColumn other : columns.values()) {
            if (!other.optional()) {
                conflicts.add(
                        table.name() + "." + other.name()
                                + " is not known to KLibras, which can insert no row without it: it is not null and has no default");
            }
        }
        for (List<String> key : table.uniqueKeys()) {
            if (!existing.hasUniqueKey(table.name(), key)) {
                conflicts.add(table.name() + " has no unique key of " + String.join(", ", key));
            }
        }
    }

    private static String misfit(Table table, ExistingColumn found, Column expected) {
        return table.name() + "." + expected.name() + " is " + found.type() + (found.nullable() ? ", nullable" : "")
                + " (expected: " + described(expected) + ")";
    }

    private static boolean fits(ExistingColumn found, Column expected) {
        return expected.type().isCalled(found.typeName())
                && found.nullable() == expected.nullable()
                && (expected.type() != ROLE || isRole(found));
    }

    /**
     * Returns whether a column that a host may have changed since still does what KLibras needs: it may hold more, and
     * may hold null.
     */
    private static boolean serves(ExistingColumn found, Column expected) {
        return expected.type().isServedBy(found.typeName())
                && (found.nullable() || !expected.nullable())
                && (expected.type() != ROLE || isRole(found));
    }

    /** Returns whether a column can be that of the roles. H2 does not report the words of an enum. */
    private static boolean isRole(ExistingColumn found) {
        String detail = String.valueOf(found.detail());
        boolean words = detail.contains("'USER'") && detail.contains("'ADMIN'");
        return detail.isEmpty() || (words && !detail.contains(" of the schema "));
    }

    private static String described(Column column) {
        String type = switch (column.type()) {
            case ROLE -> "an enum of 'USER' and 'ADMIN', of a type in the same schema where types have names";
            case TEXT -> "varchar";
            default -> column.type().name().toLowerCase(Locale.ROOT);
        };
        return column.nullable() ? type + ", nullable" : type;
    }

    /**
     * Returns the problems with storage engines: an award must not survive a rollback.
     *
     * @param engines the engine of each table
     */
    public static List<String> withoutTransactions(Map<String, String> engines) {
        return engines.entrySet().stream()
                .filter(table -> !table.getValue().equalsIgnoreCase("InnoDB"))
                .map(table -> table.getKey() + " is stored by the engine " + table.getValue()
                        + ", which knows no transactions (expected: InnoDB)")
                .toList();
    }

    /** Returns what our tables lack, and which columns shared with the Python service cannot hold what they must. */
    public static List<String> gaps(ExistingTables existing) {
        List<String> gaps = new ArrayList<>();
        for (Table table : Stream.concat(SHARED.stream(), Stream.of(VIDEOS)).toList()) {
            if (!existing.names().contains(table.name())) {
                gaps.add(table.name() + " is missing");
                continue;
            }
            Map<String, ExistingColumn> found = existing.columnsOf(table.name());
            for (Column expected : table.columns()) {
                ExistingColumn column = found.get(expected.name());
                if (column == null) {
                    gaps.add(table.name() + "." + expected.name() + " is missing");
                } else if (!serves(column, expected)) {
                    gaps.add(misfit(table, column, expected));
                }
            }
            table.ours().stream()
                    .filter(column -> !found.containsKey(column))
                    .forEach(column -> gaps.add(table.name() + "." + column + " is missing"));
            table.uniqueKeys().stream()
                    .filter(key -> !existing.hasUniqueKey(table.name(), key))
                    .forEach(key -> gaps.add(table.name() + " has no unique key of " + String.join(", ", key)));
        }
        gaps.addAll(withoutTransactions(existing.engines()));
        return gaps;
    }

    /**
     * Returns the values of {@code ${table.column}} in the scripts of migrations: for each text column a type that is
     * wide enough for KLibras, and never narrower than the existing one; and {@code ${users.points}}, the default of
     * the points, which is 0 unless there is one.
     */
    public static Map<String, String> placeholders(ExistingTables existing, Dialect dialect) {
        Map<String, String> placeholders = SHARED.stream()
                .flatMap(table -> table.columns().stream()
                        .filter(column -> column.length() > 0)
                        .map(column -> Map.entry(
                                table.name() + "." + column.name(), widened(table, column, existing, dialect))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        ExistingColumn points = existing.columnsOf("users").get("points");
        String defaultPoints = points == null ? null : points.defaultValue();
        placeholders.put("users.points", defaultPoints == null ? "0" : defaultPoints);
        return placeholders;
    }

    private static String widened(Table table, Column column, ExistingTables existing, Dialect dialect) {
        ExistingColumn found = existing.columnsOf(table.name()).get(column.name());
        return "varchar(" + Math.max(dialect.width(column.length()), found == null ? 0 : found.textLength()) + ")";
    }
}
