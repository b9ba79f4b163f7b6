package io.github.klibras.jdbi;

/**
 * Result of a migration.
 *
 * @param applied how many migrations were applied; 0 if the schema was up to date
 * @param version the version of the schema now
 */
public record MigrationReport(int applied, String version) {}
