/**
 * Not API: everything that differs between databases. To support another one, add a
 * {@link io.github.klibras.jdbi.dialect.Dialect}, register it in {@code Dialect.find}, and add a folder of migrations.
 */
@NullMarked
package io.github.klibras.jdbi.dialect;

import org.jspecify.annotations.NullMarked;
