/** The contracts of queues and of message formats, and a queue that fails. */
@NullMarked
package io.github.klibras.testkit.queue;

import org.jspecify.annotations.NullMarked;
