package io.github.klibras.testkit.queue;

import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.inmemory.InMemoryJobQueue;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.queue.EncodedMessage;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobQueue;
import io.github.klibras.core.queue.JobSource;
import io.github.klibras.core.queue.PublishOutcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import static org.assertj.core.api.Assertions.assertThat;

class InMemoryJobQueueTest extends JobQueueContract {

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final InMemoryJobQueue queue = new InMemoryJobQueue(new TextMessageFormat(), executor, Scheduler.on(timer));

    @Override
    protected JobQueue queue() {
        return queue;
    }

    @Override
    protected JobSource source() {
        return queue;
    }

    @Override
    protected void publishForeign(EncodedMessage message) {
        assertThat(queue.publishEncoded(message)).isEqualTo(new PublishOutcome.Confirmed());
    }

    @Override
    protected List<byte[]> parked() {
        return queue.parked().stream().map(parked -> parked.message().body()).toList();
    }

    @AfterEach
    void shutDown() {
        executor.shutdownNow();
        timer.shutdownNow();
    }

    @Test
    void aFullQueueRefusesMessagesInsteadOfGrowing() {
        InMemoryJobQueue small = new InMemoryJobQueue(new TextMessageFormat(), executor, Scheduler.on(timer), 1);
        JobMessage message = new JobMessage(new JobId("one"), 7, "bom_dia", Video.of(new byte[1]));

        assertThat(small.publish(message).join()).isEqualTo(new PublishOutcome.Confirmed());
        assertThat(small.publish(message).join()).isInstanceOf(PublishOutcome.Unavailable.class);
        assertThat(small.size()).isEqualTo(1);
    }
}
