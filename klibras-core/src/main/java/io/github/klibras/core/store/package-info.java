/** The stores of all features as one family, as every storage adapter provides it. */
@NullMarked
package io.github.klibras.core.store;

import org.jspecify.annotations.NullMarked;
