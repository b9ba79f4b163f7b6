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
 * <p>What the broker had not confirmed when a connection was lost is sent again on the next one, with the id of the
 * job as message id; so a message may arrive twice. A message that the time-out has overtaken before it was written
 * is not sent any more. One that is larger than the broker takes is sent in the format's form for large ones, if it
 * has one; only the first of a connection has to be refused for that, and the others that were on their way with it
 * arrive. Thread-safe; made by {@link Broker#queue}.
 */
public final class AmqpJobQueue implements JobQueue, AutoCloseable {

    private final String queue;

    /** Each of use if the one before it is too large. */
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
     * message is refused at once ({@code Unavailable}). One that was taken before its connection was lost is sent
     * again on the next.
     *
     * @return completes with the outcome within the publish timeout, or twice that if the broker has refused the
     *     message as too large and it is sent in another form; with a {@link StoreException} if the video of a
     *     message that refers to it cannot be stored. What follows runs on one of a few threads of the broker's: if
     *     it blocks for long, give it an executor of its own
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
     * @throws StoreException if the video of a message that refers to it cannot be stored
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

    /** {@inheritDoc} What the broker takes is known once it has refused a message on the present connection. */
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

    /** Waits for what is on its way, at most as long as the publish timeout or 10 s; refuses what comes now. */
    @Override
    public void close() {
        publisher.close();
    }
}
