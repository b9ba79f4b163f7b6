package io.github.klibras.amqp;

import io.github.klibras.core.job.JobEnd;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.waiting.JobSignal;
import io.github.klibras.testkit.waiting.JobSignalContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIf;

import java.time.Duration;
import java.util.UUID;

/** One process sends, another one receives. */
@EnabledIf(value = "io.github.klibras.amqp.TestBroker#available", disabledReason = "There is no broker")
class AmqpJobSignalTest extends JobSignalContract {

    private final TestBroker server = new TestBroker();
    private final String exchange = "test-" + UUID.randomUUID();
    private final Broker here = server.connect();
    private final Broker there = server.connect();
    private final AmqpJobSignal receiver = here.signal(exchange);
    private final AmqpJobSignal sender = there.signal(exchange);

    AmqpJobSignalTest() throws Exception {}

    @AfterEach
    void close() throws Exception {
        there.close();
        here.close();
        server.channel().exchangeDelete(exchange);
        server.close();
    }

    @Override
    protected JobSignal signal() {
        return receiver;
    }

    @Override
    protected void end(JobId id) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!receiver.isReceiving()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("No signals are received");
            }
            Thread.onSpinWait();
        }
        sender.ended(new JobEnd(id, JobStatus.COMPLETED, 10, Duration.ofSeconds(1), null));
    }
}
