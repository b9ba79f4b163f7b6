package io.github.klibras.testkit.transaction;

import io.github.klibras.core.StoreException;
import io.github.klibras.core.catalog.CatalogStore;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.housekeeping.OutboxRelay;
import io.github.klibras.core.housekeeping.Reaper;
import io.github.klibras.core.inmemory.InMemoryJobQueue;
import io.github.klibras.core.inmemory.InMemoryJobSignal;
import io.github.klibras.core.inmemory.InMemoryVideoStore;
import io.github.klibras.core.job.Cancellation.Cancelled;
import io.github.klibras.core.job.JobEnd;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.landmark.ExtractedLandmarks;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.model.ModelHolder;
import io.github.klibras.core.privacy.PersonalDataEraser;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.progress.AwardListener;
import io.github.klibras.core.progress.Progress;
import io.github.klibras.core.queue.Disposition;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobQueue;
import io.github.klibras.core.queue.MalformedMessageException;
import io.github.klibras.core.queue.PublishOutcome;
import io.github.klibras.core.queue.PublishOutcome.Unavailable;
import io.github.klibras.core.recognition.SignClassifier;
import io.github.klibras.core.service.JobListener;
import io.github.klibras.core.service.RecognitionService;
import io.github.klibras.core.service.RecognitionWorker;
import io.github.klibras.core.service.Submission.Accepted;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.Registration.EmailTaken;
import io.github.klibras.core.user.User;
import io.github.klibras.core.waiting.JobWaiter;
import io.github.klibras.testkit.FakeClassifier;
import io.github.klibras.testkit.StoresFixture;
import io.github.klibras.testkit.VirtualTime;
import io.github.klibras.testkit.queue.TextMessageFormat;
import io.github.klibras.testkit.simulation.Faults;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The rules of stores that take part in the host's transaction: everything in it happens or nothing does, and nobody is
 * notified before the commit.
 */
abstract class HostTransactionContract extends StoresFixture {

    private static final Video VIDEO = Video.of(new byte[] {1, 2, 3});

    private final VirtualTime time = new VirtualTime(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private final Deque<Runnable> deliveries = new ArrayDeque<>();
    private final InMemoryJobQueue queue = new InMemoryJobQueue(new TextMessageFormat(), deliveries::add, time);
    final InMemoryVideoStore elsewhere = new InMemoryVideoStore(time);
    private final List<JobMessage> published = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    boolean queueAway;
    User ana;
    private long sign;

    /** Does some work in a transaction of the calling thread, and commits it. */
    protected abstract void committing(Consumer<Joined> work);

    /** Does some work in a transaction of the calling thread, and rolls it back. */
    protected abstract void rollingBack(Consumer<Joined> work);

    /** Returns whether the stores observe the commit. */
    abstract boolean observesCommits();

    @BeforeEach
    final void fill() {
        ana = learner("ana");
        sign = stores.catalog()
                .addSign(new NewSign("Bom dia", "", "bom_dia", 10))
                .id();
    }

    @Test
    void awardIsPaidOnCommitAndAnnouncedIfObserved() {
        committing(host -> {
            assertThat(progress(host).learnSign(ana.id(), sign)).isEqualTo(new Award.Granted(sign, 10, 10));
            assertThat(progress(host).learnSign(ana.id(), sign)).isInstanceOf(Award.AlreadyKnown.class);
            assertThat(host.stores().users().findById(ana.id()).orElseThrow().points())
                    .isEqualTo(10);
            assertThat(events).isEmpty();
        });

        assertThat(pointsOf(ana)).isEqualTo(10);
        assertThat(events).isEqualTo(observesCommits() ? List.of("awarded") : List.of());
    }

    @Test
    void rolledBackAwardIsNeitherPaidNorAnnounced() {
        rollingBack(host -> progress(host).learnSign(ana.id(), sign));

        assertThat(pointsOf(ana)).isZero();
        assertThat(events).isEmpty();
    }

    @Test
    void everythingHappensAtOnceOutsideOfATransaction() {
        committing(host -> progress(host).learnSign(ana.id(), sign));
        events.clear();
        User bia = learner("bia");

        progress(outside()).learnSign(bia.id(), sign);
        JobId id = submit(service(outside(), elsewhere), bia);

        assertThat(events).containsExactly("awarded", "submitted", "published");
        assertThat(published).extracting(JobMessage::jobId).containsExactly(id);
    }

    @Test
    void refusedRegistrationLeavesTheTransactionUsable() {
        committing(host -> {
            host.stores().progress().learnSign(ana.id(), sign);
            assertThat(host.stores().users().insert(newUser("ana"))).isInstanceOf(EmailTaken.class);
            host.stores().users().insert(newUser("bia"));
        });

        assertThat(pointsOf(ana)).isEqualTo(10);
        assertThat(stores.users().findByUsername(newUser("bia").username())).isPresent();
    }

    @Test
    void aMessageIsSentAfterTheCommit() {
        List<JobId> submitted = new ArrayList<>();
        committing(host -> {
            submitted.add(submit(service(host, elsewhere), ana));
            assertThat(published).isEmpty();
            assertThat(events).isEmpty();
        });

        assertThat(relay(elsewhere).run()).isEqualTo(observesCommits() ? 0 : 1);
        assertThat(published).extracting(JobMessage::jobId).containsExactlyElementsOf(submitted);
        assertThat(events).isEqualTo(observesCommits() ? List.of("submitted", "published") : List.of("published"));
    }

    @Test
    void rolledBackSubmissionLeavesNothingBehind() {
        List<JobId> submitted = new ArrayList<>();
        rollingBack(host -> {
            submitted.add(submit(service(host, host.videos()), ana));
            assertThat(host.videos().find(submitted.get(0))).contains(VIDEO);
        });
        time.advance(Duration.ofHours(1));

        assertThat(relay(elsewhere).run()).isZero();
        assertThat(published).isEmpty();
        assertThat(events).isEmpty();
        assertThat(stores.jobs().find(submitted.get(0))).isEmpty();
        committing(host -> assertThat(host.videos().find(submitted.get(0))).isEmpty());
    }

    /** A worker that got the message before the commit would find no job, and drop the message after a while. */
    @Test
    void transactionLongerThanWorkersWaitLosesNoJob() {
        List<JobId> submitted = new ArrayList<>();
        try (var subscription = queue.consume(1, worker())) {
            committing(host -> {
                submitted.add(submit(service(host, elsewhere), ana));
                for (int minute = 0; minute < 10; minute++) {
                    time.advance(Duration.ofMinutes(1));
                    CompletableFuture.runAsync(this::relayAndDeliver).join();
                }
            });
            relayAndDeliver();
        }

        assertThat(stores.jobs().find(submitted.get(0)).orElseThrow().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(pointsOf(ana)).isEqualTo(10);
    }

    @Test
    void cancellationIsAnnouncedAndItsVideoDeletedAfterTheCommit() {
        JobId id = submit(service(outside(), elsewhere), ana);
        events.clear();

        committing(host -> {
            assertThat(service(host, elsewhere).cancel(id, ana.id())).isInstanceOf(Cancelled.class);
            assertThat(events).isEmpty();
            assertThat(elsewhere.find(id)).isPresent();
        });

        assertThat(stores.jobs().find(id).orElseThrow().status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(events).isEqualTo(observesCommits() ? List.of("ended") : List.of());
        assertThat(elsewhere.find(id).isPresent()).isEqualTo(!observesCommits());
    }

    @Test
    void rolledBackCancellationChangesNothing() {
        JobId id = submit(service(outside(), elsewhere), ana);
        events.clear();

        rollingBack(host -> service(host, elsewhere).cancel(id, ana.id()));

        assertThat(stores.jobs().find(id).orElseThrow().status()).isEqualTo(JobStatus.QUEUED);
        assertThat(events).isEmpty();
        assertThat(elsewhere.find(id)).isPresent();
    }

    /** The database may have rolled back all that the host did before, and would commit a second attempt alone. */
    @Test
    void failedCallIsNotRetriedInATransaction() {
        JobId id = submit(service(outside(), elsewhere), ana);
        events.clear();

        rollingBack(host -> {
            JobStore failing = new Faults(new Random(1), time::advance)
                    .onCall(1, Faults.Kind.FAIL_AFTER)
                    .inject(JobStore.class, host.stores().jobs());
            RecognitionService service = service(host.stores().catalog(), failing, elsewhere);
            assertThatThrownBy(() -> service.cancel(id, ana.id())).isInstanceOf(StoreException.class);
        });

        assertThat(stores.jobs().find(id).orElseThrow().status()).isEqualTo(JobStatus.QUEUED);
        assertThat(events).isEmpty();
    }

    @Test
    void relayRefusesToRunInATransaction() {
        rollingBack(host -> {
            OutboxRelay relay = OutboxRelay.builder(host.stores().jobs(), elsewhere, watchedQueue())
                    .build();
            assertThatThrownBy(relay::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("outside of transactions");
        });
    }

    @Test
    void reaperRefusesToRunInATransaction() {
        rollingBack(
                host -> assertThatThrownBy(Reaper.builder(host.stores().jobs()).build()::run)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("outside of transactions"));
    }

    @Test
    void workerRefusesMessagesInATransaction() {
        JobId id = submit(service(outside(), elsewhere), ana);
        JobMessage message = published.get(0);

        rollingBack(host -> assertThatThrownBy(() -> worker(host.stores()).handle(message, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("outside of transactions"));
        rollingBack(host -> assertThatThrownBy(() ->
                        worker(host.stores()).handleMalformed(new MalformedMessageException("for a test", id, null), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("outside of transactions"));

        assertThat(stores.jobs().find(id).orElseThrow().status()).isEqualTo(JobStatus.QUEUED);
        assertThat(worker().handle(message, 1)).isEqualTo(new Disposition.Done());
    }

    final Joined outside() {
        return new Joined(stores, elsewhere);
    }

    private Progress progress(Joined host) {
        AwardListener listener = (userId, award) -> events.add("awarded");
        return new Progress(host.stores().progress(), listener);
    }

    final RecognitionService service(Joined host, @Nullable VideoStore videos) {
        return service(host.stores().catalog(), host.stores().jobs(), videos);
    }

    private RecognitionService service(CatalogStore catalog, JobStore jobs, @Nullable VideoStore videos) {
        JobWaiter waiter = JobWaiter.builder(stores.jobs(), new InMemoryJobSignal(), time, Runnable::run)
                .build();
        RecognitionService.Builder builder = RecognitionService.builder(catalog, jobs, watchedQueue(), waiter)
                .clock(time)
                .ticker(time)
                .listener(listener());
        return videos == null ? builder.build() : builder.videos(videos).build();
    }

    private JobQueue watchedQueue() {
        return message -> {
            if (queueAway) {
                return CompletableFuture.completedFuture(new Unavailable("away, for a test"));
            }
            published.add(message);
            return queue.publish(message);
        };
    }

    private JobListener listener() {
        return new JobListener() {
            @Override
            public void submitted(JobId id, long userId) {
                events.add("submitted");
            }

            @Override
            public void published(JobId id, PublishOutcome outcome, Duration elapsed) {
                events.add("published");
            }

            @Override
            public void ended(JobEnd end) {
                events.add("ended");
            }
        };
    }

    final OutboxRelay relay(VideoStore videos) {
        return OutboxRelay.builder(stores.jobs(), videos, watchedQueue())
                .clock(time)
                .listener(listener())
                .build();
    }

    final PersonalDataEraser eraser(Joined host) {
        return PersonalDataEraser.builder(host.stores()).videos(elsewhere).build();
    }

    private RecognitionWorker worker() {
        return worker(stores);
    }

    private RecognitionWorker worker(Stores working) {
        SignClassifier classifier = new FakeClassifier("bom_dia", "null");
        return RecognitionWorker.builder(
                        working.jobs(),
                        working.catalog(),
                        (video, request) -> {
                            int frames = request.sampler().frames();
                            float[] values = new float[frames * request.layout().features()];
                            return new ExtractedLandmarks(
                                    LandmarkSequence.of(request.layout(), values), frames, frames);
                        },
                        ModelHolder.builder(() -> classifier).build(),
                        time)
                .clock(time)
                .build();
    }

    private void relayAndDeliver() {
        relay(elsewhere).run();
        while (!deliveries.isEmpty()) {
            deliveries.remove().run();
        }
    }

    final JobId submit(RecognitionService service, User user) {
        return ((Accepted) service.submit(user.id(), "bom_dia", VIDEO).join()).jobId();
    }
}
