/** The contracts of stores that take part in transactions of a host's. */
@NullMarked
package io.github.klibras.testkit.transaction;

import org.jspecify.annotations.NullMarked;
