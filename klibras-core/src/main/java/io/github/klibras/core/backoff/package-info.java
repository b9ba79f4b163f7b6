/** Waiting: how long between attempts, and who calls back when the time has come. */
@NullMarked
package io.github.klibras.core.backoff;

import org.jspecify.annotations.NullMarked;
