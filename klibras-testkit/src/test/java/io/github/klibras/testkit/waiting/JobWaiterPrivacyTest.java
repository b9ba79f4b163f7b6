package io.github.klibras.testkit.waiting;

import io.github.klibras.core.backoff.Backoff;
import io.github.klibras.core.inmemory.InMemoryJobSignal;
import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.waiting.JobWaiter;
import io.github.klibras.testkit.VirtualTime;
import io.github.klibras.testkit.job.Learners;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/** Only the owner of a job may see what a look-up has found. */
class JobWaiterPrivacyTest {

    private static final JobId JOB = new JobId("job");

    @Test
    void slowCallbackOfTheOwnerDoesNotShowTheJobToAStranger() {
        VirtualTime time = new VirtualTime(Instant.parse("2026-11-24T12:00:00Z"));
        InMemoryStores stores = new InMemoryStores();
        long ana = Learners.register(stores, "ana");
        stores.jobs().insert(new NewJob(JOB, ana, "bom_dia", time.instant()), JobStore.UNLIMITED);
        JobWaiter waiter = JobWaiter.builder(stores.jobs(), new InMemoryJobSignal(), time, Runnable::run)
                .backoff(Backoff.fixed(Duration.ofSeconds(1)))
                .build();
        CompletableFuture<Void> owner =
                waiter.await(JOB, ana, Duration.ZERO).thenAccept(job -> time.advance(Duration.ofSeconds(1)));
        CompletableFuture<Optional<RecognitionJob>> stranger = waiter.await(JOB, ana + 1, Duration.ZERO);

        time.advance(Duration.ofMillis(10));

        assertThat(owner).isDone();
        assertThat(stranger).isCompletedWithValue(Optional.empty());
    }
}
