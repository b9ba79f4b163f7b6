/** Waiting for jobs, without a thread or a connection for each. */
@NullMarked
package io.github.klibras.core.waiting;

import org.jspecify.annotations.NullMarked;
