/**
 * Recognition jobs through RabbitMQ, also beside the Python service. Begin with {@link
 * io.github.klibras.amqp.Broker}: it makes the queue that publishes, the source that consumes, and the signal of jobs
 * that have ended.
 */
@NullMarked
package io.github.klibras.amqp;

import org.jspecify.annotations.NullMarked;
