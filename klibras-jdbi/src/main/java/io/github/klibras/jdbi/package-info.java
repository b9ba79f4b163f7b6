/**
 * Stores on a relational database: JDBI for the statements, HikariCP for the connections, Flyway for the schema. The
 * SQL is in {@code internal}, the differences between databases in {@code dialect} and in {@code db/klibras} on the
 * class path.
 */
@NullMarked
package io.github.klibras.jdbi;

import org.jspecify.annotations.NullMarked;
