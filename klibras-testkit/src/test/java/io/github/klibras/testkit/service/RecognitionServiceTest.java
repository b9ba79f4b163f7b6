package io.github.klibras.testkit.service;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.StoreException;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.inmemory.InMemoryJobSignal;
import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.inmemory.InMemoryVideoStore;
import io.github.klibras.core.job.Cancellation;
import io.github.klibras.core.job.JobEnd;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobQueue;
import io.github.klibras.core.queue.PublishOutcome;
import io.github.klibras.core.service.JobHistory;
import io.github.klibras.core.service.JobHistoryPage;
import io.github.klibras.core.service.JobListener;
import io.github.klibras.core.service.RecognitionService;
import io.github.klibras.core.service.Submission;
import io.github.klibras.core.service.Submission.Accepted;
import io.github.klibras.core.waiting.JobWaiter;
import io.github.klibras.testkit.VirtualTime;
import io.github.klibras.testkit.job.Learners;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecognitionServiceTest {

    private static final Video VIDEO = Video.of(new byte[] {1});

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-24T12:00:00Z"));
    private final InMemoryStores stores = new InMemoryStores();
    private final long ana = Learners.register(stores, "ana");
    private final List<JobMessage> published = new ArrayList<>();
    private final JobWaiter waiter = JobWaiter.builder(stores.jobs(), new InMemoryJobSignal(), time, Runnable::run)
            .build();
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

        assertThat(published).containsExactly(new JobMessage(id, ana, "bom_dia", VIDEO));
        RecognitionJob job = service.find(id, ana).orElseThrow();
        assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(job.createdAt()).isEqualTo(time.instant());
    }

    @Test
    void unknownUserCannotSubmit() {
        assertThat(service.submit(ana + 1, "bom_dia", VIDEO).join()).isEqualTo(new Submission.NoSuchUser(ana + 1));

        assertThat(published).isEmpty();
    }

    @Test
    void jobIdsAreVersion4UuidsAndDiffer() {
        JobId one = ((Accepted) submit("bom_dia")).jobId();
        JobId other = ((Accepted) submit("bom_dia")).jobId();

        assertThat(one.value()).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void unknownSignIsRefusedAndNothingIsPublished() {
        assertThat(submit("boa_noite")).isEqualTo(new Submission.UnknownSign("boa_noite"));

        assertThat(published).isEmpty();
    }

    @Test
    void invalidActionIsRefused() {
        assertThatThrownBy(() -> submit("")).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> submit("a".repeat(256)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("255");
        assertThat(published).isEmpty();
    }

    @Test
    void jobFailsIfItsVideoIsNotQueued() {
        outcome = new PublishOutcome.TimedOut(Duration.ofSeconds(5));

        Submission submission = submit("bom_dia");

        JobId id = published.get(0).jobId();
        assertThat(submission).isEqualTo(new Submission.NotQueued(id, outcome));
        RecognitionJob job = service.find(id, ana).orElseThrow();
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.error()).isEqualTo("The video could not be queued");
    }

    @Test
    void unconfirmedJobThatAWorkerHasClaimedIsAccepted() {
        RecognitionService overtaken = RecognitionService.builder(
                        stores.catalog(),
                        stores.jobs(),
                        message -> {
                            stores.jobs()
                                    .claim(
                                            message.jobId(),
                                            time.instant(),
                                            time.instant().plusSeconds(60));
                            return CompletableFuture.completedFuture(
                                    new PublishOutcome.TimedOut(Duration.ofSeconds(5)));
                        },
                        waiter)
                .build();

        assertThat(overtaken.submit(ana, "bom_dia", VIDEO).join()).isInstanceOf(Accepted.class);
    }

    @Test
    void videoIsNotQueuedIfTheQueueThrows() {
        for (JobQueue broken : List.<JobQueue>of(
                message -> CompletableFuture.failedFuture(new IllegalStateException("on purpose, for a test")),
                message -> {
                    throw new IllegalStateException("on purpose, for a test");
                })) {
            RecognitionService unlucky = RecognitionService.builder(stores.catalog(), stores.jobs(), broken, waiter)
                    .build();

            assertThat(unlucky.submit(ana, "bom_dia", VIDEO).join()).isInstanceOf(Submission.NotQueued.class);
        }
        assertThat(service.history(ana, 10, 0).jobs()).allMatch(job -> job.status() == JobStatus.FAILED);
    }

    @Test
    void idempotencyKeyAllowsOneSubmission() {
        Submission first = service.submit(ana, "bom_dia", VIDEO, "key").join();
        Submission second = service.submit(ana, "bom_dia", VIDEO, "key").join();

        JobId id = ((Accepted) first).jobId();
        assertThat(second)
                .isEqualTo(new Submission.SubmittedBefore(service.find(id, ana).orElseThrow()));
        assertThat(published).hasSize(1);
        assertThatThrownBy(() -> service.submit(ana, "bom_dia", VIDEO, "k".repeat(65)))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void openJobsOfAUserAreLimited() {
        RecognitionService limited = builder().openLimit(1).build();
        Submission first = limited.submit(ana, "bom_dia", VIDEO).join();

        assertThat(limited.submit(ana, "bom_dia", VIDEO).join()).isEqualTo(new Submission.TooManyOpen(1, 1));
        limited.cancel(((Accepted) first).jobId(), ana);
        assertThat(limited.submit(ana, "bom_dia", VIDEO).join()).isInstanceOf(Accepted.class);
    }

    @Test
    void submissionWithAVideoStoreSurvivesAQueueOutage() {
        InMemoryVideoStore videos = new InMemoryVideoStore();
        RecognitionService durable = builder().videos(videos).build();
        outcome = new PublishOutcome.Unavailable("for a test");

        Submission submission = durable.submit(ana, "bom_dia", VIDEO).join();

        JobId id = ((Accepted) submission).jobId();
        assertThat(videos.find(id)).contains(VIDEO);
        assertThat(stores.jobs()
                        .takeUnpublished(
                                time.instant().minusSeconds(60),
                                time.instant(),
                                time.instant().plusSeconds(60),
                                10))
                .as("refused by the queue, so that the relay need not wait")
                .extracting(RecognitionJob::id)
                .containsExactly(id);
        outcome = new PublishOutcome.TooLarge(2, 1);
        assertThat(durable.submit(ana, "bom_dia", VIDEO).join()).isEqualTo(new Submission.TooLarge(2, 1));
        assertThat(videos.size()).isEqualTo(1);
    }

    @Test
    void messageThatMayStillBeOnItsWayIsNotResentAtOnce() {
        RecognitionService durable = builder().videos(new InMemoryVideoStore()).build();
        outcome = new PublishOutcome.TimedOut(Duration.ofSeconds(5));

        durable.submit(ana, "bom_dia", VIDEO).join();

        assertThat(stores.jobs()
                        .takeUnpublished(
                                time.instant().minusSeconds(60),
                                time.instant(),
                                time.instant().plusSeconds(60),
                                10))
                .isEmpty();
    }

    @Test
    void oversizedVideoIsRefusedBeforeAnythingIsStored() {
        InMemoryVideoStore videos = new InMemoryVideoStore();
        JobQueue small = new JobQueue() {
            @Override
            public CompletableFuture<PublishOutcome> publish(JobMessage message) {
                throw new AssertionError("It was sent");
            }

            @Override
            public Optional<PublishOutcome.TooLarge> tooLarge(JobMessage message) {
                return Optional.of(new PublishOutcome.TooLarge(message.video().size(), 0));
            }
        };
        RecognitionService service = RecognitionService.builder(stores.catalog(), stores.jobs(), small, waiter)
                .videos(videos)
                .build();

        assertThat(service.submit(ana, "bom_dia", VIDEO).join()).isEqualTo(new Submission.TooLarge(VIDEO.size(), 0));

        assertThat(stores.jobs().count(ana)).isZero();
        assertThat(videos.size()).isZero();
    }

    @Test
    void jobFailsIfTheBrokerFindsItsVideoTooLarge() {
        outcome = new PublishOutcome.TooLarge(200, 100);

        assertThat(submit("bom_dia")).isEqualTo(new Submission.TooLarge(200, 100));

        assertThat(service.history(ana, 10, 0).jobs())
                .extracting(RecognitionJob::error)
                .containsExactly("The video is too large to be queued");
    }

    @Test
    void queueForgetsAJobThatItDidNotTake() {
        List<JobId> forgotten = new ArrayList<>();
        JobQueue claimCheck = new JobQueue() {
            @Override
            public CompletableFuture<PublishOutcome> publish(JobMessage message) {
                return CompletableFuture.completedFuture(new PublishOutcome.Unavailable("for a test"));
            }

            @Override
            public void forget(JobId id) {
                forgotten.add(id);
            }
        };
        RecognitionService service = RecognitionService.builder(stores.catalog(), stores.jobs(), claimCheck, waiter)
                .build();

        Submission submission = service.submit(ana, "bom_dia", VIDEO).join();

        assertThat(forgotten).containsExactly(((Submission.NotQueued) submission).jobId());
    }

    @Test
    void undeletableVideoFailsNeitherCancellationNorRepeatedSubmission() {
        VideoStore stubborn = Disturbed.store(VideoStore.class, new InMemoryVideoStore(), method -> {
            if (method.equals("delete")) {
                throw new StoreException("the disk is full, for a test");
            }
        });
        RecognitionService durable = builder().videos(stubborn).build();
        Submission first = durable.submit(ana, "bom_dia", VIDEO, "key").join();
        JobId id = ((Accepted) first).jobId();

        assertThat(durable.submit(ana, "bom_dia", VIDEO, "key").join()).isInstanceOf(Submission.SubmittedBefore.class);
        assertThat(durable.cancel(id, ana)).isEqualTo(new Cancellation.Cancelled(id));
    }

    @Test
    void submissionSucceedsIfItsConfirmationCannotBeStored() {
        JobStore flaky = Disturbed.store(JobStore.class, stores.jobs(), method -> {
            if (method.equals("markPublished")) {
                throw new StoreException("for a test");
            }
        });
        RecognitionService service = RecognitionService.builder(stores.catalog(), flaky, this::publish, waiter)
                .build();

        assertThat(service.submit(ana, "bom_dia", VIDEO).join()).isInstanceOf(Accepted.class);
    }

    @Test
    void cancellationIsAnnouncedOnceIfTheStoresAnswerIsLost() {
        List<JobEnd> ends = new ArrayList<>();
        AtomicInteger lost = new AtomicInteger();
        JobStore flaky = Disturbed.losingAnswers(
                JobStore.class, stores.jobs(), method -> method.equals("cancel") && lost.incrementAndGet() <= 4);
        RecognitionService service = RecognitionService.builder(stores.catalog(), flaky, this::publish, waiter)
                .listener(new JobListener() {
                    @Override
                    public void ended(JobEnd end) {
                        ends.add(end);
                    }
                })
                .clock(time)
                .build();
        JobId id = ((Accepted) service.submit(ana, "bom_dia", VIDEO).join()).jobId();

        assertThatThrownBy(() -> service.cancel(id, ana)).isInstanceOf(StoreException.class);
        assertThat(ends).isEmpty();
        time.advance(Duration.ofSeconds(6));

        assertThat(ends).containsExactly(new JobEnd(id, JobStatus.CANCELLED));
    }

    @Test
    void aJobThatCouldNotBeStoredLeavesNoVideoBehind() {
        InMemoryVideoStore videos = new InMemoryVideoStore();
        JobStore broken = Disturbed.store(JobStore.class, stores.jobs(), method -> {
            throw new StoreException("the store is down, for a test");
        });
        RecognitionService unlucky = RecognitionService.builder(stores.catalog(), broken, this::publish, waiter)
                .videos(videos)
                .build();

        assertThatThrownBy(() -> unlucky.submit(ana, "bom_dia", VIDEO)).isInstanceOf(StoreException.class);

        assertThat(videos.size()).isZero();
        assertThat(published).isEmpty();
    }

    @Test
    void allListenersAreNotifiedEvenIfOneFails() {
        List<JobId> notified = new ArrayList<>();
        JobListener failing = new JobListener() {
            @Override
            public void submitted(JobId id, long userId) {
                throw new IllegalStateException("on purpose, for a test");
            }
        };
        JobListener recording = new JobListener() {
            @Override
            public void submitted(JobId id, long userId) {
                notified.add(id);
            }
        };
        RecognitionService observed =
                builder().listener(JobListener.all(failing, recording)).build();

        Submission submission = observed.submit(ana, "bom_dia", VIDEO).join();

        assertThat(notified).containsExactly(((Accepted) submission).jobId());
    }

    @Test
    void aConfirmedJobIsNotSentAgain() {
        submit("bom_dia");

        assertThat(stores.jobs()
                        .takeUnpublished(
                                time.instant().plusSeconds(1),
                                time.instant(),
                                time.instant().plusSeconds(60),
                                10))
                .isEmpty();
    }

    @Test
    void onlyTheOwnerCancelsAJobAndItsVideoIsDeleted() {
        InMemoryVideoStore videos = new InMemoryVideoStore();
        RecognitionService durable = builder().videos(videos).build();
        JobId id = ((Accepted) durable.submit(ana, "bom_dia", VIDEO).join()).jobId();

        assertThat(durable.cancel(id, ana + 1)).isEqualTo(new Cancellation.NoSuchJob(id));
        assertThat(durable.cancel(id, ana)).isEqualTo(new Cancellation.Cancelled(id));

        assertThat(durable.find(id, ana).orElseThrow().status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(videos.size()).isZero();
    }

    @Test
    void theHistoryCanBeReadByOffsetAndByPage() {
        for (int i = 0; i < 5; i++) {
            submit("bom_dia");
            time.advance(Duration.ofSeconds(i % 2));
        }

        JobHistory whole = service.history(ana, 100, 0);
        List<RecognitionJob> paged = new ArrayList<>();
        JobHistoryPage page = service.firstHistoryPage(ana, 2);
        paged.addAll(page.jobs());
        while (page.nextCursor().isPresent()) {
            page = service.nextHistoryPage(ana, page.nextCursor().get(), 2);
            assertThat(page.jobs()).isNotEmpty();
            paged.addAll(page.jobs());
        }

        assertThat(whole.total()).isEqualTo(5);
        assertThat(paged).isEqualTo(whole.jobs());
        assertThat(service.history(ana, 2, 4).jobs()).hasSize(1);
        assertThat(service.firstHistoryPage(ana, 5).nextCursor()).isEmpty();
    }

    @Test
    void historyLimitsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> service.history(ana, 0, 0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> service.history(ana, 101, 0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> service.history(ana, 10, -1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> service.firstHistoryPage(ana, 101)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void forgedCursorsAreRefusedOrHarmless() {
        submit("bom_dia");
        submit("bom_dia");
        String real = service.firstHistoryPage(ana, 1).nextCursor().orElseThrow();
        Random random = new Random(11);

        for (String cursor : List.of("", "AA", "not base64!", real.substring(1), real + real)) {
            assertThatThrownBy(() -> service.nextHistoryPage(ana, cursor, 1)).isInstanceOf(InvalidInputException.class);
        }
        for (int i = 0; i < Integer.getInteger("klibras.fuzz.cases", 20_000); i++) {
            StringBuilder mutated = new StringBuilder(real);
            mutated.setCharAt(random.nextInt(real.length()), (char) (33 + random.nextInt(94)));
            try {
                assertThat(service.nextHistoryPage(ana, mutated.toString(), 10).jobs())
                        .hasSizeLessThanOrEqualTo(2);
            } catch (InvalidInputException expected) {
                assertThat(expected).hasMessageContaining("cursor");
            }
        }
    }

    @Test
    void jobsAreVisibleToTheirOwnerOnly() {
        JobId id = ((Accepted) submit("bom_dia")).jobId();

        assertThat(service.find(id, ana + 1)).isEmpty();
        CompletableFuture<?> waiting = service.await(id, ana + 1, Duration.ofSeconds(10));
        time.runDue();
        assertThat(waiting.join()).isEqualTo(java.util.Optional.empty());
    }

    private Submission submit(String action) {
        return service.submit(ana, action, VIDEO).join();
    }
}
