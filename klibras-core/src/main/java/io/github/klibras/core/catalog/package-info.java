/** The signs that can be learned, and the modules that group them. */
@NullMarked
package io.github.klibras.core.catalog;

import org.jspecify.annotations.NullMarked;
