/** Not API: which tables there must be, and which there are. */
@NullMarked
package io.github.klibras.jdbi.schema;

import org.jspecify.annotations.NullMarked;
