/** The contracts of the test kit on real databases, and cases particular to this adapter. */
@NullMarked
package io.github.klibras.jdbi;

import org.jspecify.annotations.NullMarked;
