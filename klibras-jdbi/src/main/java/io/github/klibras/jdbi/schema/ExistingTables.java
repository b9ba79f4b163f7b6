package io.github.klibras.jdbi.schema;

import io.github.klibras.jdbi.dialect.Dialect;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tables in a schema that have the same names as ours, as the database describes them. Immutable. */
public final class ExistingTables {

    private final Map<String, Map<String, ExistingColumn>> columns;
    private final Map<String, Set<Set<String>>> uniqueKeys;
    private final Map<String, String> engines;

    private ExistingTables(
            Map<String, Map<String, ExistingColumn>> columns,
            Map<String, Set<Set<String>>> uniqueKeys,
            Map<String, String> engines) {
        this.columns = columns;
        this.uniqueKeys = uniqueKeys;
        this.engines = engines;
    }

    /** Reads them from a database. */
    public static ExistingTables in(Connection connection, Dialect dialect, String schema) throws SQLException {
        Map<String, Map<String, ExistingColumn>> columns = new TreeMap<>();
        Map<String, Set<Set<String>>> uniqueKeys = new TreeMap<>();
        DatabaseMetaData metaData = connection.getMetaData();
        String catalog = dialect.schemasAreCatalogs() ? schema : null;
        String parent = dialect.schemasAreCatalogs() ? null : schema;
        for (String stored : namesOfOurs(metaData, catalog, parent)) {
            String table = stored.toLowerCase(Locale.ROOT);
            columns.put(table, new TreeMap<>());
            uniqueKeys.put(table, uniqueKeys(metaData, catalog, parent, stored));
        }
        try (PreparedStatement statement = connection.prepareStatement(dialect.columns())) {
            statement.setString(1, schema);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Map<String, ExistingColumn> ofTable = columns.get(lower(row, "table_name"));
                    if (ofTable != null) {
                        ExistingColumn column = column(row);
                        ofTable.put(column.name(), column);
                    }
                }
            }
        }
        return new ExistingTables(columns, uniqueKeys, engines(connection, dialect, schema));
    }

    private static Set<String> namesOfOurs(DatabaseMetaData metaData, @Nullable String catalog, @Nullable String schema)
            throws SQLException {
        Set<String> names = new TreeSet<>();
        String pattern = schema == null ? null : escaped(schema, metaData.getSearchStringEscape());
        // Views and foreign tables too: anything with that name is in the way.
        try (ResultSet row = metaData.getTables(catalog, pattern, "%", null)) {
            while (row.next()) {
                String name = row.getString("TABLE_NAME");
                String type = String.valueOf(row.getString("TABLE_TYPE"));
                if ((type.contains("TABLE") || type.contains("VIEW"))
                        && Tables.NAMES.contains(name.toLowerCase(Locale.ROOT))) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static String escaped(String name, String escape) {
        return name.replace("_", escape + "_").replace("%", escape + "%");
    }

    private static Set<Set<String>> uniqueKeys(
            DatabaseMetaData metaData, @Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        Map<String, Set<String>> byIndex = new TreeMap<>();
        try (ResultSet row = metaData.getIndexInfo(catalog, schema, table, true, true)) {
            while (row.next()) {
                String column = row.getString("COLUMN_NAME");
                if (column != null && row.getString("FILTER_CONDITION") == null) {
                    byIndex.computeIfAbsent(row.getString("INDEX_NAME"), index -> new HashSet<>())
                            .add(column.replace("\"", "").toLowerCase(Locale.ROOT));
                }
            }
        }
        return Set.copyOf(byIndex.values());
    }

    private static ExistingColumn column(ResultSet row) throws SQLException {
        return new ExistingColumn(
                lower(row, "column_name"),
                row.getString("type_name"),
                row.getLong("text_length"),
                row.getString("is_nullable").equals("YES"),
                defaultValue(row),
                row.getBoolean("filled_in"),
                row.getString("detail"));
    }

    /** Returns the default, or {@code null} if there is none: MariaDB also reports the default null. */
    private static @Nullable String defaultValue(ResultSet row) throws SQLException {
        String value = row.getString("default_value");
        return value == null || value.equalsIgnoreCase("null") ? null : value;
    }

    /**
     * Reads the storage engines only.
     *
     * @return the engine of each table that has the same name as one of ours; empty where there is only one engine
     */
    public static Map<String, String> engines(Connection connection, Dialect dialect, String schema)
            throws SQLException {
        Map<String, String> engines = new TreeMap<>();
        if (dialect.storageEngines().isPresent()) {
            try (PreparedStatement statement =
                    connection.prepareStatement(dialect.storageEngines().get())) {
                statement.setString(1, schema);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        String table = lower(row, "table_name");
                        if (Tables.NAMES.contains(table)) {
                            engines.put(table, String.valueOf(row.getString("engine")));
                        }
                    }
                }
            }
        }
        return engines;
    }

    private static String lower(ResultSet row, String column) throws SQLException {
        return row.getString(column).toLowerCase(Locale.ROOT);
    }

    /** Returns those of our names that are taken, in order. */
    public List<String> names() {
        return List.copyOf(columns.keySet());
    }

    Map<String, ExistingColumn> columnsOf(String table) {
        return columns.getOrDefault(table, Map.of());
    }

    boolean hasUniqueKey(String table, List<String> key) {
        return uniqueKeys.getOrDefault(table, Set.of()).contains(Set.copyOf(key));
    }

    /** Returns the storage engine of each table; empty where there is only one. */
    public Map<String, String> engines() {
        return engines;
    }
}
