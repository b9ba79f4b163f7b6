package io.github.klibras.jdbi.dialect;

import java.sql.SQLException;
import java.util.Map;

/** MariaDB 10.6 and later. MySQL is another product: its DDL lacks what the migrations need. */
final class MariaDbDialect implements Dialect {

    private static final int DUPLICATE_ENTRY = 1062;
    private static final int NO_SUCH_TABLE = 1146;
    private static final int UNKNOWN_COLUMN = 1054;

    @Override
    public String product() {
        return "MariaDB";
    }

    @Override
    public String migrations() {
        return "db/klibras/mariadb";
    }

    @Override
    public Map<String, String> words() {
        return Map.of(
                "desc", "`desc`",
                "videoUrl", "`videoUrl`",
                "role", ":role",
                "result", ":result",
                "skipLocked", "for update skip locked");
    }

    @Override
    public boolean isDuplicateKey(SQLException failure) {
        return failure.getErrorCode() == DUPLICATE_ENTRY;
    }

    @Override
    public boolean isSchemaMissing(SQLException failure) {
        return failure.getErrorCode() == NO_SUCH_TABLE || failure.getErrorCode() == UNKNOWN_COLUMN;
    }
}
