package io.github.klibras.testkit.queue;

import io.github.klibras.core.inmemory.InMemoryJobQueue;
import io.github.klibras.core.queue.EncodedMessage;
import io.github.klibras.core.queue.JobQueue;
import io.github.klibras.core.queue.JobSource;
import io.github.klibras.core.queue.PublishOutcome.Confirmed;

import java.util.List;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract on a queue whose consuming end is changed. Not run as a test class: its rules are called one by one. */
final class SabotagedQueue extends JobQueueContract {

    private final InMemoryJobQueue queue;
    private final JobSource source;
    private final boolean losesParked;

    SabotagedQueue(InMemoryJobQueue queue, UnaryOperator<JobSource> change, boolean losesParked) {
        this.queue = queue;
        this.source = change.apply(queue);
        this.losesParked = losesParked;
    }

    @Override
    protected JobQueue queue() {
        return queue;
    }

    @Override
    protected JobSource source() {
        return source;
    }

    @Override
    protected void publishForeign(EncodedMessage message) {
        assertThat(queue.publishEncoded(message)).isEqualTo(new Confirmed());
    }

    @Override
    protected List<byte[]> parked() {
        return losesParked
                ? List.of()
                : queue.parked().stream().map(parked -> parked.message().body()).toList();
    }
}
