package io.github.klibras.jdbi.dialect;

/**
 * How to keep other processes from migrating.
 *
 * @param take a query that waits for the lock and returns 1 if it has got it
 * @param giveBack a query that gives it back
 */
public record MigrationLock(String take, String giveBack) {}
