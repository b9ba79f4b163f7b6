/**
 * Implementations of the ports without a database or a broker: for unit tests of code that embeds the library, and for
 * single-process programs that need no persistence. They obey the same contracts as the real adapters.
 */
@NullMarked
package io.github.klibras.core.inmemory;

import org.jspecify.annotations.NullMarked;
