/** The contract of the store of signs and modules. */
@NullMarked
package io.github.klibras.testkit.catalog;

import org.jspecify.annotations.NullMarked;
