/**
 * Not API: all the SQL of the stores as JDBI SQL objects ({@code *Sql}), and the mapping of its rows and values
 * to the domain.
 */
@NullMarked
package io.github.klibras.jdbi.internal;

import org.jspecify.annotations.NullMarked;
