package io.github.klibras.testkit.job;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.backoff.ExponentialBackoff;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.inmemory.InMemoryJobSignal;
import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobMessage;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobWaiter;
import io.github.klibras.core.job.PublishOutcome;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.job.RecognitionService;
import io.github.klibras.core.job.Submission;
import io.github.klibras.core.job.Submission.Accepted;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.testkit.VirtualTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecognitionServiceTest {

    private static final long ANA = 7;
    private static final Video VIDEO = Video.of(new byte[] {1});

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-24T12:00:00Z"));
    private final InMemoryStores stores = new InMemoryStores();
    private final List<JobMessage> published = new ArrayList<>();
    private final JobWaiter waiter =
            new JobWaiter(stores.jobs(), new InMemoryJobSignal(), time, Runnable::run, ExponentialBackoff.defaults());
    private PublishOutcome outcome = new PublishOutcome.Confirmed();
    private final RecognitionService service = builder().build();

    private RecognitionService.Builder builder() {
        return RecognitionService.builder(stores.catalog(), stores.jobs(), this::publish, waiter)
                .clock(time)
                .ticker(time)
                .random(new Random(42));
    }

    @BeforeEach
    void fill() {
        stores.catalog().addSign(new NewSign("Bom dia", "", "bom_dia", 10));
    }

    private CompletableFuture<PublishOutcome> publish(JobMessage message) {
        assertThat(stores.jobs().find(message.jobId()))
                .as("stored before it is published")
                .isPresent();
        published.add(message);
        return CompletableFuture.completedFuture(outcome);
    }

    @Test
    void aSubmittedVideoIsQueued() {
        JobId id = ((Accepted) submit("bom_dia")).jobId();

        assertThat(published).containsExactly(new JobMessage(id, ANA, "bom_dia", VIDEO));
        RecognitionJob job = service.find(id, ANA).orElseThrow();
        assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(job.createdAt()).isEqualTo(time.instant());
    }

    @Test
    void jobIdsAreVersion4UuidsAndDiffer() {
        JobId one = ((Accepted) submit("bom_dia")).jobId();
        JobId other = ((Accepted) submit("bom_dia")).jobId();

        assertThat(one.value()).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void aSignThatDoesNotExistIsRefusedBeforeAnythingIsStored() {
        assertThat(submit("boa_noite")).isEqualTo(new Submission.UnknownSign("boa_noite"));

        assertThat(published).isEmpty();
    }

    @Test
    void anImpossibleActionIsRefused() {
        assertThatThrownBy(() -> submit("")).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> submit("a".repeat(256)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("255");
        assertThat(published).isEmpty();
    }

    @Test
    void aVideoThatWasNotQueuedFailsItsJob() {
        outcome = new PublishOutcome.TimedOut(Duration.ofSeconds(5));

        Submission submission = submit("bom_dia");

        JobId id = published.get(0).jobId();
        assertThat(submission).isEqualTo(new Submission.NotQueued(id, outcome));
        RecognitionJob job = service.find(id, ANA).orElseThrow();
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.error()).isEqualTo("The video could not be queued");
    }

    @Test
    void jobsAreVisibleToTheirOwnerOnly() {
        JobId id = ((Accepted) submit("bom_dia")).jobId();

        assertThat(service.find(id, ANA + 1)).isEmpty();
        CompletableFuture<?> waiting = service.await(id, ANA + 1, Duration.ofSeconds(10));
        time.runDue();
        assertThat(waiting.join()).isEqualTo(java.util.Optional.empty());
    }

    private Submission submit(String action) {
        return service.submit(ANA, action, VIDEO).join();
    }
}
