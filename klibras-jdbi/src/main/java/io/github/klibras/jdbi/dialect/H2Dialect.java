package io.github.klibras.jdbi.dialect;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** H2 in its regular mode, in memory or in a file. */
final class H2Dialect implements Dialect {

    private static final String DUPLICATE_KEY = "23505";

    /** Schema, table or column. */
    private static final Set<String> NO_SUCH = Set.of("90079", "42S02", "42S03", "42S04", "42S22");

    @Override
    public boolean speaks(String product, String version) {
        return product.equals("H2");
    }

    @Override
    public String currentSchema() {
        return "select schema()";
    }

    @Override
    public String columns() {
        return """
                select table_name, column_name, data_type as type_name, character_maximum_length as text_length,
                    is_nullable, column_default as default_value, is_identity <> 'NO' as filled_in, '' as detail
                from information_schema.columns where table_schema = ?
                """;
    }

    @Override
    public Optional<String> migrations() {
        return Optional.of("classpath:db/klibras/current/h2");
    }

    @Override
    public Optional<String> earlierMigrations() {
        return Optional.of("classpath:db/klibras/earlier/h2");
    }

    /** H2 counts UTF-16 units. */
    @Override
    public int width(int characters) {
        return 2 * characters;
    }

    @Override
    public Map<String, String> sqlDefinitions(String schema) {
        return Map.of(
                "schema",
                schema,
                "desc",
                "\"desc\"",
                "videoUrl",
                "\"videoUrl\"",
                "role",
                ":role",
                // Without it, H2 stores a JSON string that holds the object's text.
                "result",
                ":result format json",
                "ended",
                // H2 answers "=" by an index on the status, and leaves "not in" to the index on the age, as it should
                // be here. No other statuses occur: the Python service does not run on H2.
                "status not in ('pending')",
                "notEnded",
                "status = 'pending'");
    }

    @Override
    public boolean isDuplicateKey(SQLException failure) {
        return DUPLICATE_KEY.equals(failure.getSQLState());
    }

    @Override
    public boolean isSchemaMissing(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && NO_SUCH.contains(state);
    }
}
