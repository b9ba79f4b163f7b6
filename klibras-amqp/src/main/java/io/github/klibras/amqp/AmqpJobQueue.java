package io.github.klibras.amqp;

import io.github.klibras.core.job.EncodedMessage;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobMessage;
import io.github.klibras.core.job.JobMessageFormat;
import io.github.klibras.core.job.JobQueue;
import io.github.klibras.core.job.MessageTooLargeException;
import io.github.klibras.core.job.PublishOutcome;
import io.github.klibras.core.job.PublishOutcome.TooLarge;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Publishes jobs to RabbitMQ: persistent, mandatory, confirmed by the broker.
 *
 * <p>What the broker had not confirmed when a connection was lost is sent again on the next one, with the id of the job as
 * message id; so a message may arrive twice. A message that the time-out has overtaken before it was written is not sent
 * any more. Thread-safe; made by {@link Broker#queue}.
 */
public final class AmqpJobQueue implements JobQueue, AutoCloseable {

    private final String queue;
    private final JobMessageFormat format;
    private final PublisherConfig config;
    private final TraceContext traceContext;
    private final Publisher publisher;

    AmqpJobQueue(
            QueueTopology topology,
            JobMessageFormat format,
            PublisherConfig config,
            TraceContext traceContext,
            Publisher publisher) {
        this.queue = topology.queue();
        this.format = format;
        this.config = config;
        this.traceContext = traceContext;
        this.publisher = publisher;
    }

    /**
     * Sends a message. Does not block, except for encoding: if the window is full or there is no connection, the message is
     * refused at once ({@code Unavailable}). One that was taken before its connection was lost is sent again on the next.
     *
     * @return completes with the outcome within the publish timeout. What follows runs on one of a few threads of the
     *     broker's: if it blocks for long, give it an executor of its own
     */
    @Override
    public CompletableFuture<PublishOutcome> publish(JobMessage message) {
        EncodedMessage encoded;
        try {
            encoded = encode(message);
        } catch (MessageTooLargeException e) {
            return CompletableFuture.completedFuture(new TooLarge(e.size(), e.limit()));
        }
        return publisher.publishIfConnected(outgoing(message, encoded));
    }

    /**
     * Sends a message as soon as there is room for it in the window, and waits for the outcome. While there is no
     * connection, it waits for one too, at most for the publish timeout; then the outcome is {@code Unavailable}.
     *
     * @throws InterruptedException if the thread is interrupted; the message may or may not be delivered then
     */
    public PublishOutcome publishAndWait(JobMessage message) throws InterruptedException {
        EncodedMessage encoded;
        try {
            encoded = encode(message);
        } catch (MessageTooLargeException e) {
            return new TooLarge(e.size(), e.limit());
        }
        try {
            return publisher
                    .publishWhenThereIsRoom(outgoing(message, encoded).awaited())
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("An outcome is never an exception", e);
        }
    }

    @Override
    public Optional<TooLarge> tooLarge(JobMessage message) {
        long size = format.encodedSize(message);
        return size > config.maxMessageBytes()
                ? Optional.of(new TooLarge(size, config.maxMessageBytes()))
                : Optional.empty();
    }

    /** Deletes the video that a claim check of this queue's format refers to. */
    @Override
    public void forget(JobId id) {
        format.forget(id);
    }

    private EncodedMessage encode(JobMessage message) {
        EncodedMessage encoded = format.encode(message);
        if (encoded.body().length > config.maxMessageBytes()) {
            throw new MessageTooLargeException(encoded.body().length, config.maxMessageBytes());
        }
        return encoded;
    }

    private Outgoing outgoing(JobMessage message, EncodedMessage encoded) {
        return Outgoing.toQueue(
                queue, Headers.of(encoded, message.jobId().value(), traceContext.capture()), encoded.body());
    }

    /** Waits for what is on its way, at most as long as the publish timeout or 10 s; refuses what comes now. */
    @Override
    public void close() {
        publisher.close();
    }
}
