/** How a job's video gets to a worker: messages, their formats, and the ports to a queue. */
@NullMarked
package io.github.klibras.core.queue;

import org.jspecify.annotations.NullMarked;
