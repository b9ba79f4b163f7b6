/** How the video of a job gets to a worker: messages, their formats, and the ports to a queue. */
@NullMarked
package io.github.klibras.core.queue;

import org.jspecify.annotations.NullMarked;
