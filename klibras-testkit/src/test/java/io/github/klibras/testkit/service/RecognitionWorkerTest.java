package io.github.klibras.testkit.service;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.StoreException;
import io.github.klibras.core.backoff.Backoff;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.inmemory.InMemoryVideoStore;
import io.github.klibras.core.job.ClaimResult;
import io.github.klibras.core.job.JobEnd;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobOutcome.Completed;
import io.github.klibras.core.job.JobOutcome.Failed;
import io.github.klibras.core.job.JobProgress;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.job.RecognitionResult;
import io.github.klibras.core.landmark.ExtractedLandmarks;
import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.Mirroring;
import io.github.klibras.core.landmark.Preprocessing;
import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.model.ModelHolder;
import io.github.klibras.core.model.ModelUnavailableException;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.queue.Disposition;
import io.github.klibras.core.queue.Disposition.Done;
import io.github.klibras.core.queue.Disposition.Park;
import io.github.klibras.core.queue.Disposition.RetryAfter;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.MalformedMessageException;
import io.github.klibras.core.queue.MissingVideoException;
import io.github.klibras.core.recognition.ModelBundle;
import io.github.klibras.core.recognition.Prediction;
import io.github.klibras.core.recognition.Recognition;
import io.github.klibras.core.recognition.SignClassifier;
import io.github.klibras.core.service.JobListener;
import io.github.klibras.core.service.RecognitionWorker;
import io.github.klibras.core.service.WorkerConfig;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.Username;
import io.github.klibras.testkit.FakeClassifier;
import io.github.klibras.testkit.VirtualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecognitionWorkerTest {

    private static final JobId JOB = new JobId("job");
    private static final Video VIDEO = Video.of(new byte[] {1});
    private static final WorkerConfig CONFIG = WorkerConfig.builder()
            .maxAttempts(3)
            .retryBackoff(Backoff.fixed(Duration.ofSeconds(10)))
            .build();

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-24T12:00:00Z"));
    private final InMemoryStores stores = new InMemoryStores();
    private final FakeClassifier classifier = new FakeClassifier("bom_dia", "obrigado");
    private final List<JobId> ended = new ArrayList<>();
    private final List<Integer> payments = new ArrayList<>();
    private final List<Integer> retries = new ArrayList<>();
    private final List<@Nullable String> models = new ArrayList<>();
    private final List<JobId> dropped = new ArrayList<>();
    private final List<Award.Granted> awards = new ArrayList<>();
    private final InMemoryVideoStore videos = new InMemoryVideoStore();
    private Supplier<ExtractedLandmarks> extraction =
            () -> new ExtractedLandmarks(LandmarkSequence.of(LandmarkLayout.POSE_HANDS, new float[2 * 258]), 30, 2);
    private final RecognitionWorker worker = builder(stores.jobs()).build();
    private long ana;
    private Sign bomDia = new Sign(0, "", "", "", 0);

    @BeforeEach
    void fill() {
        ana = ((Registered) stores.users()
                        .insert(new NewUser(
                                new EmailAddress("ana@example.org"), new Username("ana"), "hash", Role.USER)))
                .user()
                .id();
        bomDia = stores.catalog().addSign(new NewSign("Bom dia", "", "bom_dia", 10));
        stores.jobs().insert(new NewJob(JOB, ana, "bom_dia", time.instant()), JobStore.UNLIMITED);
        videos.put(JOB, VIDEO);
    }

    @Test
    void shownSignIsPaid() {
        classifier.answer("bom_dia", 0.9);

        assertThat(handle()).isEqualTo(new Done());

        assertThat(job().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job().recognition()).isEqualTo(new Recognition("bom_dia", "bom_dia", 0.9f, true, true));
        assertThat(job().awardedPoints()).isEqualTo(10);
        assertThat(points()).isEqualTo(10);
        assertThat(stores.progress().knownSigns(ana)).containsExactly(bomDia);
        assertThat(ended).containsExactly(JOB);
        assertThat(payments).containsExactly(10);
        assertThat(awards).containsExactly(new Award.Granted(bomDia.id(), 10, 10));
        assertThat(videos.size()).isZero();
    }

    @Test
    void preprocessingAndThresholdComeFromTheModelsBundle() {
        float[] values = new float[2 * 258];
        values[0] = 0.25f;
        LandmarkSequence extracted = LandmarkSequence.of(LandmarkLayout.POSE_HANDS, values);
        extraction = () -> new ExtractedLandmarks(extracted, 30, 2);
        ModelBundle bundle = ModelBundle.builder(
                        "test", classifier.labels(), LandmarkLayout.POSE_HANDS, new FrameSampler(2), "0".repeat(64))
                .preprocessing(Preprocessing.DEFAULT.with(Mirroring.LANDMARKS))
                .threshold(0.95)
                .build();
        RecognitionWorker bundled = RecognitionWorker.builder(
                        stores.jobs(),
                        stores.catalog(),
                        (video, request) -> extraction.get(),
                        ModelHolder.builder(() -> classifier)
                                .warmUp(bundle::verifyClassifier)
                                .build(),
                        time)
                .clock(time)
                .bundle(bundle)
                .build();
        classifier.answer("bom_dia", 0.9);

        bundled.handle(new JobMessage(JOB, ana, "bom_dia", VIDEO), 1);

        assertThat(classifier.lastSequence()).contains(extracted.mirrored());
        assertThat(job().recognition()).isEqualTo(new Recognition("bom_dia", "bom_dia", 0.9f, true, false));
        assertThat(points()).isZero();
    }

    @Test
    void anotherSignIsNotPaid() {
        classifier.answer("obrigado", 0.9);

        assertThat(handle()).isEqualTo(new Done());

        assertThat(job().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(points()).isZero();
        assertThat(ended).containsExactly(JOB);
    }

    @Test
    void ownerAndSignComeFromTheStoreNotFromTheMessage() {
        stores.catalog().addSign(new NewSign("Obrigado", "", "obrigado", 1000));
        classifier.answer("obrigado", 0.9);

        worker.handle(new JobMessage(JOB, ana + 1, "obrigado", VIDEO), 1);

        assertThat(job().recognition())
                .extracting(r -> r == null ? "" : r.expected())
                .isEqualTo("bom_dia");
        assertThat(points()).isZero();
    }

    @Test
    void messageDeliveredTwiceIsPaidOnce() {
        handle();

        assertThat(handle()).isEqualTo(new Done());

        assertThat(points()).isEqualTo(10);
        assertThat(job().attempts()).isEqualTo(1);
        assertThat(ended).hasSize(1);
    }

    @Test
    void unreadableVideoFailsTheJobPermanently() {
        extraction = () -> {
            throw new UnreadableVideoException("The video is cut off");
        };

        assertThat(handle()).isEqualTo(new Done());

        assertThat(job().status()).isEqualTo(JobStatus.FAILED);
        assertThat(job().error()).isEqualTo("The video is cut off");
        assertThat(points()).isZero();
        assertThat(ended).containsExactly(JOB);
    }

    @Test
    void transientFailureIsRetriedUpToTheMaximumOfAttempts() {
        extraction = () -> {
            throw new IllegalStateException("out of file handles, for a test");
        };

        assertThat(handle()).isEqualTo(new RetryAfter(Duration.ofSeconds(10)));
        assertThat(job().status()).isEqualTo(JobStatus.QUEUED);
        assertThat(handle()).isInstanceOf(RetryAfter.class);
        assertThat(handle()).isEqualTo(new Done());

        assertThat(job().status()).isEqualTo(JobStatus.FAILED);
        assertThat(job().error()).contains("3 attempts").doesNotContain("file handles");
        assertThat(retries).containsExactly(1, 2);
        assertThat(ended).containsExactly(JOB);
    }

    @Test
    void jobThatKillsItsWorkersIsGivenUp() {
        for (int i = 0; i < 3; i++) {
            stores.jobs().claim(JOB, time.instant(), time.instant().plusSeconds(60));
            time.advance(Duration.ofSeconds(60));
        }

        assertThat(handle()).isEqualTo(new Done());

        assertThat(job().status()).isEqualTo(JobStatus.FAILED);
        assertThat(points()).isZero();
    }

    @Test
    void messageIsRetriedAfterTheLeaseOfAnotherWorker() {
        stores.jobs().claim(JOB, time.instant(), time.instant().plusSeconds(60));

        assertThat(handle()).isEqualTo(new RetryAfter(Duration.ofMillis(60_500)));

        assertThat(job().attempts()).isEqualTo(1);
    }

    @Test
    void messageWithoutAJobIsRetriedThenDroppedWithAnEvent() {
        JobMessage orphan = new JobMessage(new JobId("orphan"), ana, "bom_dia", VIDEO);

        assertThat(worker.handle(orphan, 1)).isEqualTo(new RetryAfter(Duration.ofSeconds(1)));
        assertThat(worker.handle(orphan, 30)).isEqualTo(new RetryAfter(Duration.ofSeconds(1)));
        assertThat(dropped).isEmpty();
        assertThat(worker.handle(orphan, 31)).isEqualTo(new Done());

        assertThat(dropped).containsExactly(new JobId("orphan"));
    }

    @Test
    void messageWithoutAJobIsParkedOnRequestIfItsUserExists() {
        RecognitionWorker parking =
                builder(stores.jobs()).parkUnknownJobs(stores.users()).build();
        JobMessage orphan = new JobMessage(new JobId("orphan"), ana, "bom_dia", VIDEO);
        JobMessage nobodys = new JobMessage(new JobId("nobody's"), ana + 1, "bom_dia", VIDEO);

        assertThat(parking.handle(orphan, 30)).isEqualTo(new RetryAfter(Duration.ofSeconds(1)));
        assertThat(parking.handle(orphan, 31)).isInstanceOf(Park.class);
        assertThat(parking.handle(nobodys, 31)).isEqualTo(new Done());

        stores.users().delete(ana);
        assertThat(parking.handle(orphan, 31)).isEqualTo(new Done());
        assertThat(parking.handleMalformed(new MalformedMessageException("not base64", new JobId("orphan"), null), 31))
                .as("its user cannot be read")
                .isEqualTo(new Done());
    }

    @Test
    void videoOfAnEndedJobIsDeletedWithItsMessage() {
        stores.jobs().endQueued(JOB, JobStatus.FAILED, "no", time.instant(), 1);

        assertThat(handle()).isEqualTo(new Done());

        assertThat(videos.size()).isZero();
        assertThat(ended).as("somebody else announced it").isEmpty();
    }

    @Test
    void signWithARenamedVideoKeyIsStillPaid() {
        stores.jobs()
                .insert(
                        new NewJob(new JobId("renamed"), ana, "bom_dia", time.instant()).ofSign(bomDia.id()),
                        JobStore.UNLIMITED);
        stores.catalog().changeSign(bomDia.id(), new NewSign("Bom dia", "", "bom_dia_2", 10));
        classifier.answer("bom_dia", 0.9);

        assertThat(worker.handle(new JobMessage(new JobId("renamed"), ana, "bom_dia", VIDEO), 1))
                .isEqualTo(new Done());

        assertThat(points()).isEqualTo(10);
    }

    @Test
    void unstorableResultFailsTheJobAtOnce() {
        int left = Integer.MAX_VALUE;
        for (int i = 0; left > 0; i++) {
            int points = Math.min(left, NewSign.MAX_POINTS);
            Sign sign = stores.catalog().addSign(new NewSign("s" + i, "", "s" + i, points));
            stores.progress().learnSign(ana, sign.id());
            left -= points;
        }
        classifier.answer("bom_dia", 0.9);

        assertThat(handle()).isEqualTo(new Done());

        assertThat(job().status()).isEqualTo(JobStatus.FAILED);
        assertThat(job().error()).contains("cannot be stored", "2147483657 points");
        assertThat(job().attempts()).isEqualTo(1);
        assertThat(ended).containsExactly(JOB);
    }

    @Test
    void jobIsReleasedIfItsOutcomeCannotBeStored() {
        JobStore failing = Disturbed.store(JobStore.class, stores.jobs(), method -> {
            if (method.equals("finish")) {
                throw new StoreException("this statement fails, for a test");
            }
        });
        classifier.answer("bom_dia", 0.9);

        assertThat(builder(failing).build().handle(message(), 1)).isInstanceOf(RetryAfter.class);

        assertThat(job().status()).isEqualTo(JobStatus.QUEUED);
        assertThat(retries).containsExactly(1);
        assertThat(ended).isEmpty();
    }

    @Test
    void outcomeIsAnnouncedOnceIfTheStoresAnswerIsLost() {
        AtomicInteger lost = new AtomicInteger();
        JobStore flaky = Disturbed.losingAnswers(
                JobStore.class, stores.jobs(), method -> method.equals("finish") && lost.incrementAndGet() <= 2);
        classifier.answer("bom_dia", 0.9);

        assertThat(builder(flaky).build().handle(message(), 1)).isEqualTo(new Done());

        assertThat(ended).containsExactly(JOB);
        assertThat(payments).containsExactly(10);
        assertThat(awards).containsExactly(new Award.Granted(bomDia.id(), 10, 10));
        assertThat(videos.size()).isZero();
    }

    @Test
    void outcomeIsAnnouncedOnceTheStoreIsBackIfItsAnswerWasLost() {
        AtomicBoolean away = new AtomicBoolean();
        AtomicBoolean lost = new AtomicBoolean(true);
        JobStore outage = Disturbed.store(JobStore.class, stores.jobs(), method -> {
            if (away.get()) {
                throw new StoreException("the store is away, for a test");
            }
        });
        JobStore leaving = Disturbed.losingAnswers(JobStore.class, outage, method -> {
            away.compareAndSet(false, method.equals("finish") && lost.get());
            return away.get();
        });
        classifier.answer("bom_dia", 0.9);

        assertThatThrownBy(() -> builder(leaving).build().handle(message(), 1)).isInstanceOf(StoreException.class);
        assertThat(job().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(ended).isEmpty();
        time.advance(Duration.ofMinutes(1));
        assertThat(ended).isEmpty();
        away.set(false);
        lost.set(false);
        time.advance(Duration.ofSeconds(6));

        assertThat(ended).containsExactly(JOB);
        assertThat(payments).containsExactly(10);
        assertThat(time.scheduled()).isZero();
    }

    @Test
    void endByAMalformedMessageIsAnnouncedEvenIfTheAnswerIsLost() {
        AtomicInteger lost = new AtomicInteger();
        JobStore flaky = Disturbed.losingAnswers(
                JobStore.class, stores.jobs(), method -> method.equals("endQueued") && lost.incrementAndGet() <= 3);
        MalformedMessageException problem = new MalformedMessageException("not base64", JOB, null);
        RecognitionWorker unlucky = builder(flaky).build();

        assertThatThrownBy(() -> unlucky.handleMalformed(problem, 1)).isInstanceOf(StoreException.class);
        assertThat(ended).isEmpty();
        time.advance(Duration.ofSeconds(6));

        assertThat(ended).containsExactly(JOB);
    }

    @Test
    void jobRecordsTheModelThatJudgedIt() {
        classifier.answer("bom_dia", 0.9);
        classifier.modelId("signs sha256:1234");

        handle();

        assertThat(job().model()).isEqualTo("signs sha256:1234");
        assertThat(models).containsExactly("signs sha256:1234");
    }

    @Test
    void workStopsWhenTheJobIsCancelled() {
        RecognitionWorker worker = workerWith((video, request) -> {
            stores.jobs().cancel(JOB, ana, time.instant(), 1);
            request.checkCancelled();
            time.advance(WorkerConfig.defaults().heartbeat().multipliedBy(2));
            request.checkCancelled();
            throw new AssertionError("The extractor was not notified of the cancellation");
        });

        assertThat(worker.handle(message(), 1)).isEqualTo(new Done());

        assertThat(job().status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(classifier.lastSequence()).isEmpty();
    }

    @Test
    void attemptThatTakesTooLongIsStoppedAndRetried() {
        RecognitionWorker worker = workerWith((video, request) -> {
            while (true) {
                request.checkCancelled();
                time.advance(Duration.ofSeconds(10));
            }
        });

        assertThat(worker.handle(message(), 1)).isInstanceOf(RetryAfter.class);

        assertThat(job().status()).isEqualTo(JobStatus.QUEUED);
        assertThat(classifier.lastSequence()).isEmpty();
    }

    @Test
    void leaseIsRenewedEvenIfARunMayTakeCenturies() {
        Duration lease = WorkerConfig.defaults().lease();
        List<ClaimResult> claims = new ArrayList<>();
        RecognitionWorker worker = builder(stores.jobs())
                .config(WorkerConfig.builder().maxRun(Duration.ofDays(200_000)).build())
                .build();
        Supplier<ExtractedLandmarks> usual = extraction;
        extraction = () -> {
            time.advance(lease.multipliedBy(2));
            claims.add(stores.jobs().claim(JOB, time.instant(), time.instant().plus(lease)));
            return usual.get();
        };

        worker.handle(message(), 1);

        assertThat(claims).singleElement().isInstanceOf(ClaimResult.LeasedElsewhere.class);
    }

    private RecognitionWorker workerWith(LandmarkExtractor extractor) {
        return RecognitionWorker.builder(
                        stores.jobs(),
                        stores.catalog(),
                        extractor,
                        ModelHolder.builder(() -> classifier).build(),
                        time)
                .clock(time)
                .build();
    }

    @Test
    void progressIsStoredAtMostOnceASecondWhileTheLeaseIsRenewed() {
        AtomicInteger renewals = new AtomicInteger();
        JobStore counting = Disturbed.store(JobStore.class, stores.jobs(), method -> {
            renewals.addAndGet(method.equals("renew") ? 1 : 0);
        });
        List<JobProgress> seen = new ArrayList<>();
        LandmarkExtractor slow = (video, request) -> {
            for (int i = 1; i <= 100; i++) {
                time.advance(Duration.ofMillis(100));
                request.progress().extracted(i, 100);
                seen.add(job().progress());
            }
            return extraction.get();
        };
        RecognitionWorker telling = RecognitionWorker.builder(
                        counting,
                        stores.catalog(),
                        slow,
                        ModelHolder.builder(() -> classifier).build(),
                        time)
                .clock(time)
                .build();

        assertThat(telling.handle(message(), 1)).isEqualTo(new Done());

        assertThat(renewals).hasValueBetween(9, 11);
        assertThat(seen).contains(new JobProgress(50, 100)).doesNotContain(new JobProgress(11, 100));
        assertThat(job().progress()).isEqualTo(new JobProgress(100, 100));
    }

    @Test
    void aMalformedMessageIsParkedAndFailsItsJob() {
        Disposition disposition =
                worker.handleMalformed(new MalformedMessageException("not base64 at position 3", JOB, null), 1);

        assertThat(disposition).isInstanceOf(Park.class);
        assertThat(job().status()).isEqualTo(JobStatus.FAILED);
        assertThat(job().error()).contains("not base64 at position 3");
        assertThat(ended).containsExactly(JOB);
        assertThat(worker.handleMalformed(new MalformedMessageException("who knows", null, null), 1))
                .isInstanceOf(Park.class);
    }

    @Test
    void theLeaseIsRenewedAsLongAsTheWorkTakes() {
        extraction = () -> {
            time.advance(Duration.ofMinutes(9));
            assertThat(stores.jobs().claim(JOB, time.instant(), time.instant().plusSeconds(60)))
                    .isInstanceOf(ClaimResult.LeasedElsewhere.class);
            return new ExtractedLandmarks(LandmarkSequence.of(LandmarkLayout.POSE_HANDS, new float[2 * 258]), 30, 2);
        };

        handle();

        assertThat(job().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(points()).isEqualTo(10);
        assertThat(time.scheduled()).as("heartbeats left over").isZero();
    }

    @Test
    void overlongAttemptLosesItsClaim() {
        extraction = () -> {
            time.advance(Duration.ofMinutes(12));
            assertThat(stores.jobs().claim(JOB, time.instant(), time.instant().plusSeconds(60)))
                    .isInstanceOf(ClaimResult.Claimed.class);
            return new ExtractedLandmarks(LandmarkSequence.of(LandmarkLayout.POSE_HANDS, new float[2 * 258]), 30, 2);
        };

        assertThat(handle()).as("the new worker may still die").isInstanceOf(RetryAfter.class);

        assertThat(job().status()).isEqualTo(JobStatus.RUNNING);
        assertThat(points()).isZero();
        assertThat(videos.size()).isEqualTo(1);
    }

    @Test
    void aWorkerThatLostItsClaimChangesNothing() {
        extraction = () -> {
            // Another worker, whose clock is ahead, takes the job over and ends it.
            Instant ahead = time.instant().plusSeconds(61);
            ClaimResult stolen = stores.jobs().claim(JOB, ahead, ahead.plusSeconds(60));
            stores.jobs().finish(((ClaimResult.Claimed) stolen).claim(), new Failed("by the other"), ahead);
            return new ExtractedLandmarks(LandmarkSequence.of(LandmarkLayout.POSE_HANDS, new float[2 * 258]), 30, 2);
        };

        assertThat(handle()).isEqualTo(new Done());

        assertThat(job().error()).isEqualTo("by the other");
        assertThat(points()).isZero();
        assertThat(ended).isEmpty();
    }

    @Test
    void missingModelCostsNoAttempt() {
        RecognitionWorker without = RecognitionWorker.builder(
                        stores.jobs(),
                        stores.catalog(),
                        (video, request) -> extraction.get(),
                        ModelHolder.<FakeClassifier>builder(() -> {
                                    throw new IllegalStateException("no such file, for a test");
                                })
                                .ticker(time)
                                .build(),
                        time)
                .config(CONFIG)
                .clock(time)
                .build();

        for (int delivery = 1; delivery < 20; delivery++) {
            assertThat(without.handle(new JobMessage(JOB, ana, "bom_dia", VIDEO), delivery))
                    .isInstanceOf(RetryAfter.class);
        }

        assertThat(job().status()).isEqualTo(JobStatus.QUEUED);
        assertThat(job().attempts()).isZero();
    }

    @Test
    void missingModelsOfTheExtractorCostNoAttempt() {
        AtomicBoolean there = new AtomicBoolean();
        RecognitionWorker waiting = workerWith(new LandmarkExtractor() {
            @Override
            public ExtractedLandmarks extract(Video video, ExtractionRequest request) {
                return extraction.get();
            }

            @Override
            public void prepare(Video video, LandmarkLayout layout) {
                if (!there.get()) {
                    throw new ModelUnavailableException("no landmark models, for a test");
                }
            }
        });

        for (int delivery = 1; delivery < 20; delivery++) {
            assertThat(waiting.handle(message(), delivery)).isInstanceOf(RetryAfter.class);
        }
        assertThat(job().attempts()).isZero();

        there.set(true);
        assertThat(waiting.handle(message(), 20)).isEqualTo(new Done());
        assertThat(job().status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void extractorClosedBeforeTheJobStartsCostsNoAttempt() {
        RecognitionWorker closed = workerWith(new LandmarkExtractor() {
            @Override
            public ExtractedLandmarks extract(Video video, ExtractionRequest request) {
                return extraction.get();
            }

            @Override
            public void prepare(Video video, LandmarkLayout layout) {
                throw new CancellationException("closed, for a test");
            }
        });

        assertThat(closed.handle(message(), 1)).isInstanceOf(RetryAfter.class);

        assertThat(job().attempts()).isZero();
    }

    @Test
    void extractorThatFailsToPrepareCostsAttempts() {
        RecognitionWorker broken = workerWith(new LandmarkExtractor() {
            @Override
            public ExtractedLandmarks extract(Video video, ExtractionRequest request) {
                throw new IllegalStateException("broken, for a test");
            }

            @Override
            public void prepare(Video video, LandmarkLayout layout) {
                throw new IllegalStateException("broken, for a test");
            }
        });

        assertThat(broken.handle(message(), 1)).isInstanceOf(RetryAfter.class);

        assertThat(job().attempts()).isEqualTo(1);
    }

    @Test
    void internalFaultsAreNotBlamedOnTheVideo() {
        extraction = () -> {
            throw new InvalidInputException("the model has 3 outputs, for a test");
        };

        assertThat(handle()).isInstanceOf(RetryAfter.class);

        assertThat(job().status()).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void malformedMessageThatPrecedesItsJobIsRetried() {
        MalformedMessageException problem = new MalformedMessageException("not base64", new JobId("later"), null);

        assertThat(worker.handleMalformed(problem, 1)).isEqualTo(new RetryAfter(Duration.ofSeconds(1)));
        stores.jobs().insert(new NewJob(new JobId("later"), ana, "bom_dia", time.instant()), JobStore.UNLIMITED);
        assertThat(worker.handleMalformed(problem, 2)).isInstanceOf(Park.class);

        assertThat(stores.jobs().find(new JobId("later")).orElseThrow().status())
                .isEqualTo(JobStatus.FAILED);
        assertThat(worker.handleMalformed(new MalformedMessageException("not base64", new JobId("never"), null), 31))
                .isEqualTo(new Done());
        assertThat(dropped).containsExactly(new JobId("never"));
    }

    @Test
    void messageWithAMissingVideoIsRetriedUntilItsJobEnds() {
        MissingVideoException problem = new MissingVideoException(JOB);
        stores.jobs().claim(JOB, time.instant(), time.instant().plusSeconds(60));

        assertThat(worker.handleMalformed(problem, 1)).isEqualTo(new RetryAfter(Duration.ofSeconds(1)));
        stores.jobs().cancel(JOB, ana, time.instant(), 1);
        assertThat(worker.handleMalformed(problem, 2)).isEqualTo(new Done());
    }

    @Test
    void queuedJobWithAMissingVideoFails() {
        assertThat(worker.handleMalformed(new MissingVideoException(JOB), 1)).isInstanceOf(Park.class);

        assertThat(job().error()).contains("is not in the store");
    }

    @Test
    void transientStoreFailureDoesNotLoseTheOutcome() {
        AtomicInteger calls = new AtomicInteger();
        JobStore flaky = Disturbed.store(JobStore.class, stores.jobs(), method -> {
            if (method.equals("finish") && calls.incrementAndGet() < 3) {
                throw new StoreException("the connection broke, for a test");
            }
        });
        RecognitionWorker patient = RecognitionWorker.builder(
                        flaky,
                        stores.catalog(),
                        (video, request) -> extraction.get(),
                        ModelHolder.builder(() -> classifier).build(),
                        time)
                .clock(time)
                .build();

        assertThat(patient.handle(new JobMessage(JOB, ana, "bom_dia", VIDEO), 1))
                .isEqualTo(new Done());

        assertThat(points()).isEqualTo(10);
        assertThat(job().attempts()).isEqualTo(1);
    }

    @Test
    void throwingListenerDoesNotUndoTheOutcome() {
        RecognitionWorker told = RecognitionWorker.builder(
                        stores.jobs(),
                        stores.catalog(),
                        (video, request) -> extraction.get(),
                        ModelHolder.builder(() -> classifier).build(),
                        time)
                .clock(time)
                .listener(new JobListener() {
                    @Override
                    public void ended(JobEnd end) {
                        throw new IllegalStateException("on purpose, for a test");
                    }
                })
                .awards((userId, award) -> {
                    throw new IllegalStateException("on purpose, for a test");
                })
                .build();

        assertThat(told.handle(new JobMessage(JOB, ana, "bom_dia", VIDEO), 1)).isEqualTo(new Done());
        assertThat(points()).isEqualTo(10);
    }

    private RecognitionWorker.Builder builder(JobStore jobs) {
        return RecognitionWorker.builder(
                        jobs,
                        stores.catalog(),
                        (video, request) -> extraction.get(),
                        ModelHolder.builder(() -> classifier).build(),
                        time)
                .config(CONFIG)
                .clock(time)
                .listener(new JobListener() {
                    @Override
                    public void ended(JobEnd end) {
                        ended.add(end.id());
                        payments.add(end.awardedPoints());
                        models.add(end.model());
                    }

                    @Override
                    public void retried(JobId id, int attempt, Duration delay) {
                        retries.add(attempt);
                    }

                    @Override
                    public void messageDropped(JobId id, String reason) {
                        dropped.add(id);
                    }
                })
                .awards((userId, award) -> awards.add(award))
                .videos(videos);
    }

    private JobMessage message() {
        return new JobMessage(JOB, ana, "bom_dia", VIDEO);
    }

    private Disposition handle() {
        return worker.handle(new JobMessage(JOB, ana, "bom_dia", VIDEO), 1);
    }

    private RecognitionJob job() {
        return stores.jobs().find(JOB).orElseThrow();
    }

    private int points() {
        return stores.users().findById(ana).orElseThrow().points();
    }

    @Test
    void theTimeOfEachStageIsStored() {
        AtomicReference<Completed> stored = new AtomicReference<>();
        JobStore watching = (JobStore) Proxy.newProxyInstance(
                JobStore.class.getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, method, args) -> {
                    if (method.getName().equals("finish")) {
                        stored.set((Completed) args[1]);
                    }
                    return method.invoke(stores.jobs(), args);
                });
        extraction = () -> {
            time.advance(Duration.ofSeconds(4));
            return new ExtractedLandmarks(LandmarkSequence.of(LandmarkLayout.POSE_HANDS, new float[2 * 258]), 30, 2);
        };
        SignClassifier slow = new SignClassifier() {
            @Override
            public List<String> labels() {
                return classifier.labels();
            }

            @Override
            public LandmarkLayout layout() {
                return classifier.layout();
            }

            @Override
            public int frames() {
                return classifier.frames();
            }

            @Override
            public Prediction classify(LandmarkSequence sequence) {
                time.advance(Duration.ofSeconds(2));
                return classifier.classify(sequence);
            }

            @Override
            public void close() {}
        };

        RecognitionWorker.builder(
                        watching,
                        stores.catalog(),
                        (video, request) -> extraction.get(),
                        ModelHolder.builder(() -> slow).build(),
                        time)
                .clock(time)
                .build()
                .handle(new JobMessage(JOB, ana, "bom_dia", VIDEO), 1);

        assertThat(stored.get().result())
                .extracting(
                        RecognitionResult::extractionTime,
                        RecognitionResult::inferenceTime,
                        RecognitionResult::totalTime,
                        RecognitionResult::framesExtracted,
                        RecognitionResult::totalFrames)
                .containsExactly(Duration.ofSeconds(4), Duration.ofSeconds(2), Duration.ofSeconds(6), 2, 30);
    }
}
