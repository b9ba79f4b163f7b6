/**
 * Recognition jobs through RabbitMQ, also alongside the Python service. Start with
 * {@link io.github.klibras.amqp.Broker}: it makes the queue that publishes, the source that consumes, and the signal of
 * ended jobs.
 */
@NullMarked
package io.github.klibras.amqp;

import org.jspecify.annotations.NullMarked;
