package io.github.klibras.jdbi.dialect;

import io.github.klibras.jdbi.internal.LeaderboardSql;
import io.github.klibras.jdbi.internal.ProgressSql;
import io.github.klibras.jdbi.internal.TimeSpan;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** What one database does differently from the others. Thread-safe. */
public interface Dialect {

    /** Returns the name by which the database's JDBC driver knows it. */
    String product();

    /** Returns the folder of the migrations, from the root of the class path. */
    String migrations();

    /**
     * Returns what to put in place of {@code <word>} in the statements: the columns {@code desc} and {@code videoUrl},
     * which need quotes; the parameters {@code role} and {@code result}, whose types need a cast on some databases; and
     * the conditions {@code ended} and {@code notEnded} of a job, in the form that an index of the database answers.
     */
    Map<String, String> words();

    /** Says whether a column of text can hold NUL, and be compared with it. */
    default boolean holdsNul() {
        return true;
    }

    /** Returns the span of the times that the database has, and what it has for those beyond. */
    default TimeSpan times() {
        return TimeSpan.OF_POSTGRESQL;
    }

    /** Says whether the statement failed since a row with the same unique key exists. */
    boolean isDuplicateKey(SQLException failure);

    /** Says whether the statement failed since a table or column does not exist. */
    boolean isSchemaMissing(SQLException failure);

    /**
     * Returns statements that take and give back a lock for the session, under which one process at a time migrates; each
     * returns 1. Empty where a database belongs to one process.
     */
    default Optional<MigrationLock> migrationLock() {
        return Optional.empty();
    }

    /** Returns the statements of awards; the portable form unless the database has a shorter one. */
    default Class<? extends ProgressSql> progress() {
        return ProgressSql.class;
    }

    /** Returns the statements of the leaderboard; the portable form unless the database has a faster one. */
    default Class<? extends LeaderboardSql> leaderboard() {
        return LeaderboardSql.class;
    }
}
