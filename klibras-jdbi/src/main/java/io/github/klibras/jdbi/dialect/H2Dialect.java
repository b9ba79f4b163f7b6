package io.github.klibras.jdbi.dialect;

import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

/** H2 in its regular mode, in memory or in a file. */
final class H2Dialect implements Dialect {

    private static final String DUPLICATE_KEY = "23505";
    private static final Set<String> NO_SUCH_TABLE_OR_COLUMN = Set.of("42S02", "42S03", "42S04", "42S22");

    @Override
    public String product() {
        return "H2";
    }

    @Override
    public String migrations() {
        return "db/klibras/h2";
    }

    @Override
    public Map<String, String> words() {
        return Map.of(
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
                // be here.
                // Other words than these are not met: the Python service does not run on H2.
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
        return state != null && NO_SUCH_TABLE_OR_COLUMN.contains(state);
    }
}
