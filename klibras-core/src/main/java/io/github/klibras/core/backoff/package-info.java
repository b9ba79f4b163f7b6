/** Waiting: delays between attempts, and the scheduler for delayed calls. */
@NullMarked
package io.github.klibras.core.backoff;

import org.jspecify.annotations.NullMarked;
