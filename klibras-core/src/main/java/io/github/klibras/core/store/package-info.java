/** The stores of all features as one family, which every storage adapter provides. */
@NullMarked
package io.github.klibras.core.store;

import org.jspecify.annotations.NullMarked;
