package io.github.klibras.testkit.queue;

import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.inmemory.InMemoryJobQueue;
import io.github.klibras.core.queue.Disposition;
import io.github.klibras.core.queue.Disposition.RetryAfter;
import io.github.klibras.core.queue.JobHandler;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobQueue;
import io.github.klibras.core.queue.JobSource;
import io.github.klibras.core.queue.MalformedMessageException;
import io.github.klibras.core.queue.PublishOutcome.Confirmed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A queue that breaks one rule does not pass the contract. */
class JobQueueContractTest {

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void shutDown() {
        executor.shutdownNow();
        timer.shutdownNow();
    }

    @RepeatedTest(40)
    void extraMessageInHandIsDetectedEveryTime() {
        SabotagedQueue rules =
                sabotaged(source -> (concurrency, handler) -> source.consume(concurrency + 1, handler), false);

        assertBroken(rules::handlerHoldsTheRequestedNumberOfMessagesAndOthersGetTheNext);
    }

    @Test
    void anUnchangedQueuePasses() throws Exception {
        sabotaged(UnaryOperator.identity(), false).handlerHoldsTheRequestedNumberOfMessagesAndOthersGetTheNext();
        sabotaged(UnaryOperator.identity(), false).retriedMessageIsDeliveredAgainAndCounted();
        sabotaged(UnaryOperator.identity(), false).parkedMessageIsSetAsideWithoutHoldingUpOthers();
    }

    @Test
    void uncountedRetryIsDetected() {
        SabotagedQueue rules = handling(handler -> new Delegate(handler) {
            @Override
            public Disposition handle(JobMessage message, int delivery) {
                return super.handle(message, 1);
            }
        });

        assertBroken(rules::retriedMessageIsDeliveredAgainAndCounted);
    }

    @Test
    void retryWithoutItsPauseIsDetected() {
        SabotagedQueue rules = handling(handler -> new Delegate(handler) {
            @Override
            public Disposition handle(JobMessage message, int delivery) {
                Disposition answer = super.handle(message, delivery);
                return answer instanceof RetryAfter ? new RetryAfter(Duration.ZERO) : answer;
            }
        });

        assertBroken(rules::retriedMessageIsDeliveredAgainAndCounted);
    }

    @Test
    void redeliveryOfADoneMessageIsDetected() {
        SabotagedQueue rules = sabotaged(
                source -> (concurrency, handler) -> source.consume(concurrency, new Delegate(handler) {
                    @Override
                    public Disposition handle(JobMessage message, int delivery) {
                        assertThat(((JobQueue) source).publish(message).join()).isEqualTo(new Confirmed());
                        return super.handle(message, delivery);
                    }
                }),
                false);

        assertBroken(rules::doneMessageIsNotDeliveredAgain);
    }

    @Test
    void lostParkedMessageIsDetected() {
        SabotagedQueue rules = sabotaged(UnaryOperator.identity(), true);

        assertBroken(rules::parkedMessageIsSetAsideWithoutHoldingUpOthers);
        assertBroken(rules::malformedBytesAreHandedToTheHandlerAsMalformed);
    }

    @Test
    void closingWithoutWaitingIsDetected() {
        SabotagedQueue rules = sabotaged(
                source -> (concurrency, handler) -> {
                    JobSource.Subscription subscription = source.consume(concurrency, handler);
                    return () -> executor.execute(subscription::close);
                },
                false);

        assertBroken(rules::closingWaitsForTheMessageInHandAndLeavesTheOthers);
    }

    private interface Rule {
        void check() throws Exception;
    }

    private static void assertBroken(Rule rule) {
        assertThatThrownBy(rule::check).isInstanceOf(AssertionError.class);
    }

    private SabotagedQueue sabotaged(UnaryOperator<JobSource> change, boolean losesParked) {
        return new SabotagedQueue(
                new InMemoryJobQueue(new TextMessageFormat(), executor, Scheduler.on(timer)), change, losesParked);
    }

    private SabotagedQueue handling(UnaryOperator<JobHandler> change) {
        return sabotaged(source -> (concurrency, handler) -> source.consume(concurrency, change.apply(handler)), false);
    }

    private static class Delegate implements JobHandler {

        private final JobHandler target;

        Delegate(JobHandler target) {
            this.target = target;
        }

        @Override
        public Disposition handle(JobMessage message, int delivery) {
            return target.handle(message, delivery);
        }

        @Override
        public Disposition handleMalformed(MalformedMessageException problem, int delivery) {
            return target.handleMalformed(problem, delivery);
        }
    }
}
