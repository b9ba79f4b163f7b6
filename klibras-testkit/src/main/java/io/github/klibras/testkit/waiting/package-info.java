/** The contract of signals. */
@NullMarked
package io.github.klibras.testkit.waiting;

import org.jspecify.annotations.NullMarked;
