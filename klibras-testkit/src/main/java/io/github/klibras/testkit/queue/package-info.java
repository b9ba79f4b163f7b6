/** The contracts of queues and of the formats of their messages, and a queue that fails. */
@NullMarked
package io.github.klibras.testkit.queue;

import org.jspecify.annotations.NullMarked;
