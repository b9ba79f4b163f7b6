package io.github.klibras.jdbi.dialect;

import io.github.klibras.jdbi.internal.TimeSpan;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** MariaDB 10.6 and later. MySQL is another product: its DDL lacks what the migrations need. */
final class MariaDbDialect implements Dialect {

    private static final int DUPLICATE_ENTRY = 1062;
    private static final int NO_SUCH_TABLE = 1146;
    private static final int UNKNOWN_COLUMN = 1054;

    /** Longer than migrating a large table takes. */
    private static final int LOCK_SECONDS = 3600;

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
                "ended", "status in ('completed', 'failed')",
                "notEnded", "status not in ('completed', 'failed')");
    }

    /** Flyway has a lock of its own there, but takes it only after it has looked at its history. */
    @Override
    public Optional<MigrationLock> migrationLock() {
        String name = "concat('klibras.', md5(database()))";
        return Optional.of(new MigrationLock(
                "select get_lock(" + name + ", " + LOCK_SECONDS + ")", "select release_lock(" + name + ")"));
    }

    @Override
    public TimeSpan times() {
        return TimeSpan.OF_MARIADB;
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
