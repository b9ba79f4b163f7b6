/** Not API: the tables that must exist, and those that do. */
@NullMarked
package io.github.klibras.jdbi.schema;

import org.jspecify.annotations.NullMarked;
