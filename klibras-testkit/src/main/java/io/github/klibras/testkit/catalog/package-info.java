/** The contract of where signs and modules are kept. */
@NullMarked
package io.github.klibras.testkit.catalog;

import org.jspecify.annotations.NullMarked;
