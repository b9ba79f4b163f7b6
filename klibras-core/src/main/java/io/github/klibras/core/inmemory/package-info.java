/**
 * Every port without a database or a broker: for unit tests of code that embeds the library, and for programs of one
 * process that need nothing kept. They obey the same contracts as the real adapters.
 */
@NullMarked
package io.github.klibras.core.inmemory;

import org.jspecify.annotations.NullMarked;
