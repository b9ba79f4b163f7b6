package io.github.klibras.testkit;

import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.inmemory.InMemoryJobQueue;
import io.github.klibras.core.job.Disposition;
import io.github.klibras.core.job.EncodedMessage;
import io.github.klibras.core.job.JobHandler;
import io.github.klibras.core.job.JobMessage;
import io.github.klibras.core.job.JobQueue;
import io.github.klibras.core.job.JobSource;
import io.github.klibras.core.job.MalformedMessageException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the contract finds out: each of these queues is wrong in one respect. */
class JobQueueContractTest {

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final InMemoryJobQueue queue = new InMemoryJobQueue(new TextMessageFormat(), executor, Scheduler.on(timer));

    @AfterEach
    void shutDown() {
        executor.shutdownNow();
        timer.shutdownNow();
    }

    @RepeatedTest(40)
    void oneMessageTooManyInHandIsFound() {
        JobQueueContract broken = contract((concurrency, handler) -> queue.consume(concurrency + 1, handler));

        assertThatThrownBy(broken::asManyMessagesAreInHandAsWereAskedForAndNoMore)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("beyond what was asked for");
    }

    @Test
    void deliveriesThatAreNotCountedAreFound() {
        JobQueueContract broken = contract((concurrency, handler) -> queue.consume(concurrency, new JobHandler() {
            @Override
            public Disposition handle(JobMessage message, int delivery) {
                // Without a count, the handler would ask for a retry for ever.
                Disposition disposition = handler.handle(message, 1);
                return delivery < 3 ? disposition : new Disposition.Done();
            }

            @Override
            public Disposition handleMalformed(MalformedMessageException problem, int delivery) {
                return handler.handleMalformed(problem, delivery);
            }
        }));

        assertThatThrownBy(broken::whatIsToBeRetriedComesAgainAndIsCounted).isInstanceOf(AssertionError.class);
    }

    @Test
    void parkedMessagesThatAreThrownAwayAreFound() {
        JobQueueContract broken = contract((concurrency, handler) -> queue.consume(concurrency, new JobHandler() {
            @Override
            public Disposition handle(JobMessage message, int delivery) {
                handler.handle(message, delivery);
                return new Disposition.Done();
            }

            @Override
            public Disposition handleMalformed(MalformedMessageException problem, int delivery) {
                return handler.handleMalformed(problem, delivery);
            }
        }));

        assertThatThrownBy(broken::whatIsParkedIsKeptAsideAndOthersFlowOn).isInstanceOf(AssertionError.class);
    }

    private JobQueueContract contract(JobSource source) {
        return new JobQueueContract() {
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
                queue.publishEncoded(message);
            }

            @Override
            protected List<byte[]> parked() {
                return queue.parked().stream()
                        .map(parked -> parked.message().body())
                        .toList();
            }
        };
    }
}
