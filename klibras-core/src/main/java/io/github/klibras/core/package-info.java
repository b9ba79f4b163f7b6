/** The exception base of the library; the features live in the packages below. */
@NullMarked
package io.github.klibras.core;

import org.jspecify.annotations.NullMarked;
