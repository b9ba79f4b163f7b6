package io.github.klibras.testkit.service;

import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.housekeeping.OutboxRelay;
import io.github.klibras.core.inmemory.InMemoryJobSignal;
import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.inmemory.InMemoryVideoStore;
import io.github.klibras.core.job.JobEnd;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.landmark.ExtractedLandmarks;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.model.ModelHolder;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobQueue;
import io.github.klibras.core.queue.PublishOutcome;
import io.github.klibras.core.service.JobListener;
import io.github.klibras.core.service.RecognitionService;
import io.github.klibras.core.service.RecognitionWorker;
import io.github.klibras.core.service.Submission;
import io.github.klibras.core.waiting.JobWaiter;
import io.github.klibras.testkit.FakeClassifier;
import io.github.klibras.testkit.VirtualTime;
import io.github.klibras.testkit.job.Learners;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/** The events that a listener is notified of, and those that it is not. */
class JobEventsTest {

    private static final Video VIDEO = Video.of(new byte[] {1});

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-24T12:00:00Z"));
    private final InMemoryStores stores = new InMemoryStores();
    private final long ana = Learners.register(stores, "ana");
    private final InMemoryVideoStore videos = new InMemoryVideoStore();
    private final List<String> events = new ArrayList<>();
    private final JobListener listener = new JobListener() {
        @Override
        public void submitted(JobId id, long userId) {
            events.add("submitted by " + userId);
        }

        @Override
        public void published(JobId id, PublishOutcome outcome, Duration elapsed) {
            events.add("published " + outcome.getClass().getSimpleName() + " after " + elapsed.toSeconds() + " s");
        }

        @Override
        public void started(JobId id, int attempt) {
            events.add("started " + attempt);
        }

        @Override
        public void messageDropped(JobId id, String reason) {
            events.add("dropped: " + reason);
        }

        @Override
        public void ended(JobEnd end) {
            events.add("ended " + end.status() + " after " + end.elapsed().toSeconds() + " s");
        }
    };
    private PublishOutcome outcome = new PublishOutcome.Confirmed();

    @BeforeEach
    void fill() {
        stores.catalog().addSign(new NewSign("Bom dia", "", "bom_dia", 10));
    }

    @Test
    void submissionReportsThatItIsStoredAndHowLongPublishingTook() {
        submit(service());

        assertThat(events).containsExactly("submitted by " + ana, "published Confirmed after 3 s");
    }

    @Test
    void unqueuedSubmissionReportsItsEnd() {
        outcome = new PublishOutcome.Unavailable("away");

        submit(service());

        assertThat(events)
                .containsExactly("submitted by " + ana, "published Unavailable after 3 s", "ended FAILED after 0 s");
    }

    @Test
    void cancelledJobReportsItsEndOnce() {
        RecognitionService service = service();
        JobId id = ((Submission.Accepted) submit(service)).jobId();
        events.clear();

        service.cancel(id, ana);
        service.cancel(id, ana);

        assertThat(events).containsExactly("ended CANCELLED after 0 s");
    }

    @Test
    void aRefusedSubmissionLeavesNoVideoBehind() {
        RecognitionService service =
                builder(this::publish).videos(videos).openLimit(1).build();
        submit(service);

        assertThat(submit(service)).isEqualTo(new Submission.TooManyOpen(1, 1));

        assertThat(videos.size()).isEqualTo(1);
    }

    @Test
    void jobIsNotQueuedIfTheQueueAnswersWithAnError() {
        RecognitionService service = builder(
                        message -> CompletableFuture.failedFuture(new IllegalStateException("broken, for a test")))
                .build();

        assertThat(submit(service))
                .isInstanceOfSatisfying(
                        Submission.NotQueued.class,
                        notQueued -> assertThat(notQueued.outcome()).isInstanceOf(PublishOutcome.Unavailable.class));
    }

    @Test
    void queueAnswersAreStoredOnTheExecutor() {
        List<Runnable> later = new ArrayList<>();
        RecognitionService service = builder(this::publish).executor(later::add).build();

        CompletableFuture<Submission> submission = service.submit(ana, "bom_dia", VIDEO);

        assertThat(submission).isNotDone();
        later.forEach(Runnable::run);
        assertThat(submission).isCompleted();
    }

    @Test
    void workerReportsEachStepAndHowLongItTook() {
        JobId id = ((Submission.Accepted) submit(service())).jobId();
        events.clear();

        worker().handle(new JobMessage(id, ana, "bom_dia", VIDEO), 1);

        assertThat(events).containsExactly("started 1", "ended COMPLETED after 2 s");
    }

    @Test
    void relayReportsSentAndUnsendableJobs() {
        insert("whole");
        insert("without a video");
        videos.put(new JobId("whole"), VIDEO);
        time.advance(Duration.ofMinutes(2));

        OutboxRelay.builder(stores.jobs(), videos, this::publish)
                .clock(time)
                .listener(listener)
                .build()
                .run();

        assertThat(events).containsExactlyInAnyOrder("published Confirmed after 0 s", "ended FAILED after 0 s");
    }

    @Test
    void relayDoesNotReportEndsByOthers() {
        insert("taken");
        time.advance(Duration.ofMinutes(2));
        VideoStore cancelling = Disturbed.store(
                VideoStore.class, videos, method -> stores.jobs().cancel(new JobId("taken"), ana, time.instant(), 1));

        OutboxRelay.builder(stores.jobs(), cancelling, this::publish)
                .clock(time)
                .listener(listener)
                .build()
                .run();

        assertThat(events).isEmpty();
    }

    private void insert(String id) {
        NewJob job = new NewJob(new JobId(id.replace(' ', '_')), ana, "bom_dia", time.instant());
        stores.jobs().insert(job, JobStore.UNLIMITED);
    }

    private CompletableFuture<PublishOutcome> publish(JobMessage message) {
        time.advance(Duration.ofSeconds(3));
        return CompletableFuture.completedFuture(outcome);
    }

    private RecognitionService service() {
        return builder(this::publish).build();
    }

    private RecognitionService.Builder builder(JobQueue queue) {
        JobWaiter waiter = JobWaiter.builder(stores.jobs(), new InMemoryJobSignal(), time, Runnable::run)
                .build();
        return RecognitionService.builder(stores.catalog(), stores.jobs(), queue, waiter)
                .clock(time)
                .ticker(time)
                .listener(listener);
    }

    private RecognitionWorker worker() {
        ModelHolder<FakeClassifier> model =
                ModelHolder.builder(() -> new FakeClassifier("bom_dia", "null")).build();
        return RecognitionWorker.builder(
                        stores.jobs(),
                        stores.catalog(),
                        (video, request) -> {
                            time.advance(Duration.ofSeconds(2));
                            float[] nobody = new float
                                    [request.sampler().frames()
                                            * request.layout().features()];
                            return new ExtractedLandmarks(LandmarkSequence.of(request.layout(), nobody), 30, 2);
                        },
                        model,
                        time)
                .clock(time)
                .listener(listener)
                .build();
    }

    private Submission submit(RecognitionService service) {
        return service.submit(ana, "bom_dia", VIDEO).join();
    }

    @Test
    void combinedListenerNotifiesAllListeners() {
        List<String> retries = new ArrayList<>();
        JobListener all = JobListener.all(listener, new JobListener() {
            @Override
            public void retried(JobId id, int attempt, Duration delay) {
                retries.add("retried " + attempt);
                throw new IllegalStateException("for a test");
            }
        });
        JobListener reversed = JobListener.all(all, listener);
        JobId id = new JobId("one");

        reversed.submitted(id, 3);
        reversed.published(id, outcome, Duration.ofSeconds(1));
        reversed.started(id, 2);
        reversed.retried(id, 2, Duration.ZERO);
        reversed.messageDropped(id, "no job");
        reversed.ended(new JobEnd(id, JobStatus.FAILED, 0, Duration.ofSeconds(4), null));

        assertThat(retries).containsExactly("retried 2");
        assertThat(events)
                .containsExactly(
                        "submitted by 3",
                        "submitted by 3",
                        "published Confirmed after 1 s",
                        "published Confirmed after 1 s",
                        "started 2",
                        "started 2",
                        "dropped: no job",
                        "dropped: no job",
                        "ended FAILED after 4 s",
                        "ended FAILED after 4 s");
    }
}
