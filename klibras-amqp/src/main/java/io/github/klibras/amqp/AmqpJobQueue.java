package io.github.klibras.amqp;

import io.github.klibras.core.StoreException;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.queue.EncodedMessage;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobMessageFormat;
import io.github.klibras.core.queue.JobQueue;
import io.github.klibras.core.queue.MessageTooLargeException;
import io.github.klibras.core.queue.PublishOutcome;
import io.github.klibras.core.queue.PublishOutcome.TooLarge;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Publishes jobs to RabbitMQ: persistent, mandatory, confirmed by the broker.
 *
 * <p>Messages that were unconfirmed when a connection was lost are sent again on the next one, with the job's id as
 * message id, so a message may arrive twice. A message whose timeout expires before it is written is not sent. A
 * message larger than the broker accepts is sent in the format's form for large messages, if it has one; the broker has
 * to refuse only the first of them on each connection, and the other messages in flight at that time still arrive.
 * Thread-safe; made by {@link Broker#queue}.
 */
public final class AmqpJobQueue implements JobQueue, AutoCloseable {

    private final String queue;

    /** Each is used if the message is too large in the one before. */
    private final List<JobMessageFormat> formats;

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
        this.formats = format.forLarge().map(large -> List.of(format, large)).orElse(List.of(format));
        this.config = config;
        this.traceContext = traceContext;
        this.publisher = publisher;
    }

    /**
     * Sends a message. Does not block, except for encoding: if the window is full or there is no connection, the
     * message is refused at once ({@code Unavailable}). A message that was accepted before its connection was lost is
     * sent again on the next one.
     *
     * @return completes with the outcome within the publish timeout, or twice that if the broker refuses the message as
     *     too large and it is sent in another form; or with a {@link StoreException} if the video of a claim check
     *     cannot be stored. Dependent actions run on one of the broker's few threads; if they block for long, give them
     *     an executor of their own
     */
    @Override
    public CompletableFuture<PublishOutcome> publish(JobMessage message) {
        return publish(message, formats);
    }

    private CompletableFuture<PublishOutcome> publish(JobMessage message, List<JobMessageFormat> forms) {
        CompletableFuture<PublishOutcome> outcome = publish(message, forms.get(0));
        if (forms.size() == 1) {
            return outcome;
        }
        return outcome.thenCompose(first -> first instanceof TooLarge
                ? publish(message, forms.subList(1, forms.size()))
                : CompletableFuture.completedFuture(first));
    }

    private CompletableFuture<PublishOutcome> publish(JobMessage message, JobMessageFormat format) {
        try {
            return publisher.publishIfConnected(outgoing(message, format));
        } catch (MessageTooLargeException e) {
            return CompletableFuture.completedFuture(new TooLarge(e.size(), e.limit()));
        } catch (StoreException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Sends a message as soon as there is room for it in the window, and waits for the outcome. While there is no
     * connection, it waits for one too, at most for the publish timeout; then the outcome is {@code Unavailable}.
     *
     * @throws InterruptedException if the thread is interrupted; the message may or may not be delivered then
     * @throws StoreException if the video of a claim check cannot be stored
     */
    public PublishOutcome publishAndWait(JobMessage message) throws InterruptedException {
        PublishOutcome outcome = publishAndWait(message, formats.get(0));
        for (JobMessageFormat smaller : formats.subList(1, formats.size())) {
            if (outcome instanceof TooLarge) {
                outcome = publishAndWait(message, smaller);
            }
        }
        return outcome;
    }

    private PublishOutcome publishAndWait(JobMessage message, JobMessageFormat format) throws InterruptedException {
        try {
            return publisher
                    .publishWhenThereIsRoom(outgoing(message, format).awaited())
                    .get();
        } catch (MessageTooLargeException e) {
            return new TooLarge(e.size(), e.limit());
        } catch (ExecutionException e) {
            throw new IllegalStateException("An outcome is never an exception", e);
        }
    }

    /** {@inheritDoc} The broker's limit is known only once it has refused a message on the current connection. */
    @Override
    public Optional<TooLarge> tooLarge(JobMessage message) {
        long size = formats.get(formats.size() - 1).encodedSize(message);
        long limit = limit();
        return size > limit ? Optional.of(new TooLarge(size, limit)) : Optional.empty();
    }

    /** Deletes the video that a claim check of this queue's format refers to. */
    @Override
    public void forget(JobId id) {
        formats.forEach(format -> format.forget(id));
    }

    /** Writes a message, unless it is known to be too large. */
    private Outgoing outgoing(JobMessage message, JobMessageFormat format) {
        long size = format.encodedSize(message);
        long limit = limit();
        if (size > limit) {
            throw new MessageTooLargeException(size, limit);
        }
        EncodedMessage encoded = format.encode(message);
        return Outgoing.toQueue(
                queue, Headers.of(encoded, message.jobId().value(), traceContext.capture()), encoded.body());
    }

    private long limit() {
        return Math.min(config.maxMessageBytes(), publisher.largestMessage());
    }

    /** Waits for messages in flight, at most for the publish timeout and no longer than 10 s; refuses new messages. */
    @Override
    public void close() {
        publisher.close();
    }
}
