/**
 * Not API: all the SQL of the stores as JDBI SQL objects ({@code *Sql}), and how its rows and values turn into those of
 * the domain.
 */
@NullMarked
package io.github.klibras.jdbi.internal;

import org.jspecify.annotations.NullMarked;
