/** The contracts of stores that take part in the host's transactions. */
@NullMarked
package io.github.klibras.testkit.transaction;

import org.jspecify.annotations.NullMarked;
