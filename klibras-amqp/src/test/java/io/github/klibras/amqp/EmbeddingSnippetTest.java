package io.github.klibras.amqp;

import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.inmemory.InMemoryJobQueue;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.queue.Disposition;
import io.github.klibras.core.queue.JobHandler;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.MalformedMessageException;
import io.github.klibras.core.queue.PublishOutcome;
import org.junit.jupiter.api.Test;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs the snippet of docs/embedding.md. */
class EmbeddingSnippetTest {

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Scheduler scheduler = Scheduler.on(timer);

    @Test
    void inMemoryQueueCarriesAmqpMessages() throws Exception {
        // snippet message-format
        InMemoryJobQueue queue = new InMemoryJobQueue(AmqpJobMessageFormat.base64(), executor, scheduler);
        // end
        JobMessage message = new JobMessage(new JobId("job-1"), 7, "bom_dia", Video.of(new byte[] {1, 2, 3}));
        CompletableFuture<JobMessage> delivered = new CompletableFuture<>();

        try (var subscription = queue.consume(1, handler(delivered))) {
            assertThat(queue.publish(message).join()).isInstanceOf(PublishOutcome.Confirmed.class);
            assertThat(delivered.get(10, TimeUnit.SECONDS)).isEqualTo(message);
        } finally {
            timer.shutdownNow();
            executor.shutdownNow();
        }
    }

    private static JobHandler handler(CompletableFuture<JobMessage> delivered) {
        return new JobHandler() {
            @Override
            public Disposition handle(JobMessage message, int delivery) {
                delivered.complete(message);
                return new Disposition.Done();
            }

            @Override
            public Disposition handleMalformed(MalformedMessageException problem, int delivery) {
                delivered.completeExceptionally(problem);
                return new Disposition.Done();
            }
        };
    }
}
