package io.github.klibras.jdbi;

import io.github.klibras.core.inmemory.InMemoryJobSignal;
import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.ClaimResult.AlreadyEnded;
import io.github.klibras.core.job.ClaimResult.Claimed;
import io.github.klibras.core.job.FinishResult.Finished;
import io.github.klibras.core.job.FinishResult.Superseded;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobOutcome.Completed;
import io.github.klibras.core.job.JobOutcome.Failed;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.job.RecognitionResult;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.recognition.Recognition;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.waiting.JobWaiter;
import io.github.klibras.testkit.VirtualTime;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/** The table of jobs is shared with the Python service: either side may insert a job, and either may end it. */
abstract class PythonJobTests {

    private final TestServer server;

    PythonJobTests(TestServer server) {
        this.server = server;
    }

    private static final Instant CREATED = Instant.parse("2025-10-01T12:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00.5Z");
    private static final JobId PENDING = new JobId("pending");

    private Jdbi jdbi;
    private Stores stores;
    private JobStore jobs;

    @BeforeEach
    void openStores() {
        DataSource dataSource = server.madeBy("create_all.sql");
        server.adopt(dataSource);
        jdbi = Jdbi.create(dataSource);
        stores = JdbiStores.over(dataSource);
        jobs = stores.jobs();
    }

    @Test
    void aJobOfThePythonServiceIsQueued() {
        assertThat(jobs.find(PENDING))
                .contains(new RecognitionJob(
                        PENDING,
                        1,
                        "bom_dia",
                        null,
                        JobStatus.QUEUED,
                        0,
                        null,
                        null,
                        null,
                        0,
                        null,
                        server.asPythonKeeps(Instant.parse("2025-10-01T12:00:00.123456Z")),
                        null));
    }

    @Test
    void aJobOfThePythonServiceIsClaimedAndPaid() {
        Claim claim = claim();

        assertThat(claim).isEqualTo(new Claim(PENDING, 1, 1, "bom_dia", null, 1));
        assertThat(jobs.finish(claim, shown(0.991, true), NOW))
                .isEqualTo(new Finished(Optional.of(new Award.Granted(3, 10, 35))));
    }

    @Test
    void unsentJobOfThePythonServiceIsFailed() {
        assertThat(jobs.endQueued(PENDING, JobStatus.FAILED, "the queue is full", NOW, 1))
                .isTrue();

        assertThat(row("pending")).containsEntry("status", "failed").containsEntry("error", "the queue is full");
    }

    @Test
    void resultOfAPythonWorkerIsRead() {
        assertThat(jobs.find(new JobId("found")))
                .contains(new RecognitionJob(
                        new JobId("found"),
                        1,
                        "obrigado",
                        null,
                        JobStatus.COMPLETED,
                        0,
                        null,
                        new Recognition("obrigado", "obrigado", 0.991, true, true),
                        null,
                        0,
                        null,
                        CREATED,
                        server.asPythonKeeps(CREATED.plusMillis(7500))));
        assertThat(jobs.find(new JobId("other")).orElseThrow().recognition())
                .isEqualTo(new Recognition("obrigado", "tudo_bem", 0.61, false, false));
    }

    @Test
    void aFailureOfAPythonWorkerIsRead() {
        assertThat(jobs.find(new JobId("failed")))
                .contains(new RecognitionJob(
                        new JobId("failed"),
                        2,
                        "obrigado",
                        null,
                        JobStatus.FAILED,
                        0,
                        null,
                        null,
                        null,
                        0,
                        "no hands in the video",
                        CREATED,
                        CREATED.plusSeconds(7)));
    }

    @Test
    void jobCompletedByAPythonWorkerWithoutAPredictionHasFailed() {
        RecognitionJob job = jobs.find(new JobId("unreadable")).orElseThrow();

        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.recognition()).isNull();
        assertThat(job.error()).isNotBlank();
        assertThat(job.endedAt()).isEqualTo(CREATED);
    }

    @Test
    void jobEndedByAPythonWorkerIsNotClaimed() {
        assertThat(jobs.claim(new JobId("found"), NOW, NOW.plusSeconds(60)))
                .isEqualTo(new AlreadyEnded(new JobId("found"), JobStatus.COMPLETED));
        assertThat(jobs.claim(new JobId("failed"), NOW, NOW.plusSeconds(60)))
                .isEqualTo(new AlreadyEnded(new JobId("failed"), JobStatus.FAILED));
    }

    @Test
    void fasterPythonWorkerSupersedesTheClaim() {
        Claim claim = claim();
        jdbi.useHandle(handle -> handle.execute("update processing_jobs set status = 'completed', action_found = true,"
                + " predicted_action = 'bom_dia', confidence = '88.00%', is_match = true,"
                + " completed_at = '2026-11-24 12:00:00' where job_id = 'pending'"));

        assertThat(jobs.finish(claim, shown(0.5, true), NOW)).isEqualTo(new Superseded());
        assertThat(jobs.renew(claim, NOW.plusSeconds(90), null)).isFalse();

        RecognitionJob job = jobs.find(PENDING).orElseThrow();
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.recognition()).isEqualTo(new Recognition("bom_dia", "bom_dia", 0.88, true, true));
        assertThat(stores.users().findById(1).orElseThrow().points()).isEqualTo(25);
    }

    @Test
    void pollingWaiterSeesAJobEndedByAPythonWorker() {
        VirtualTime time = new VirtualTime(NOW);
        try (JobWaiter waiter = JobWaiter.builder(jobs, new InMemoryJobSignal(), time, Runnable::run)
                .build()) {
            CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(PENDING, 1, Duration.ofMinutes(1));
            time.advance(Duration.ofSeconds(10));
            assertThat(waiting).isNotDone();

            jdbi.useHandle(handle -> handle.execute("update processing_jobs set status = 'failed', error = 'no hands',"
                    + " completed_at = '2026-11-24 12:00:07' where job_id = 'pending'"));
            time.advance(Duration.ofSeconds(2));

            assertThat(waiting)
                    .isCompletedWithValueMatching(job -> job.orElseThrow().status() == JobStatus.FAILED);
        }
    }

    @Test
    void thePythonServiceReadsOurWaitingAndRunningJobsAsPending() {
        jobs.insert(new NewJob(new JobId("ours"), 1, "bom_dia", NOW), JobStore.UNLIMITED);
        assertThat(row("ours")).containsEntry("status", "pending");

        jobs.claim(new JobId("ours"), NOW, NOW.plusSeconds(60));
        assertThat(row("ours")).containsEntry("status", "pending");
    }

    @Test
    void thePythonServiceReadsOurResults() {
        Locale locale = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("pt-BR"));
        try {
            jobs.finish(claim(), shown(0.991, true), NOW);
        } finally {
            Locale.setDefault(locale);
        }

        assertThat(row("pending"))
                .containsEntry("status", "completed")
                .containsEntry("action_found", true)
                .containsEntry("predicted_action", "bom_dia")
                .containsEntry("confidence", "99.10%")
                .containsEntry("is_match", true)
                .containsEntry("error", null)
                .containsEntry("awarded_points", 10);
        assertThat(completedAt("pending")).isEqualTo(LocalDateTime.parse("2026-11-24T12:00:00.5"));
        assertThat(result("pending"))
                .containsExactlyInAnyOrder(
                        "\"action_found\":true",
                        "\"predicted_action\":\"bom_dia\"",
                        "\"confidence\":\"99.10%\"",
                        "\"expected_action\":\"bom_dia\"",
                        "\"is_match\":true",
                        "\"frames_extracted\":100",
                        "\"total_frames\":142",
                        "\"extraction_time_ms\":\"1234.6\"",
                        "\"inference_time_ms\":\"7.0\"",
                        "\"total_time_ms\":\"1300.0\"",
                        "\"avg_frame_time_ms\":\"12.3\"");
    }

    @Test
    void thePythonServiceReadsOurFailures() {
        jobs.finish(claim(), new Failed("não é um vídeo \"mp4\""), NOW);

        assertThat(row("pending"))
                .containsEntry("status", "failed")
                .containsEntry("action_found", false)
                .containsEntry("error", "não é um vídeo \"mp4\"");
        assertThat(result("pending"))
                .containsExactlyInAnyOrder("\"action_found\":false", "\"error\":\"não é um vídeo \\\"mp4\\\"\"");
    }

    @Test
    void unstorableTextIsRepairedSoThatTheJobEnds() {
        jobs.finish(claim(), new Failed("tab\t nul\0 half\ud83e whole\ud83e\udd1f"), NOW);

        assertThat(jobs.find(PENDING).orElseThrow().error()).isEqualTo("tab\t nul\ufffd half\ufffd whole\ud83e\udd1f");
    }

    @Test
    void timesOfAVideoWithoutFramesAreZero() {
        Recognition recognition = new Recognition("bom_dia", "obrigado", 0.9, false, false);
        RecognitionResult result =
                new RecognitionResult(recognition, null, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);

        jobs.finish(claim(), new Completed(result, OptionalLong.empty()), NOW);

        assertThat(result("pending")).contains("\"avg_frame_time_ms\":\"0.0\"");
    }

    @Test
    void claimForAnotherOwnerAwardsNothing() {
        Claim claim = claim();
        Claim forged = new Claim(claim.jobId(), claim.token(), 2, claim.expectedAction(), null, claim.attempt());

        assertThat(jobs.finish(forged, shown(0.991, true), NOW)).isEqualTo(new Superseded());
        assertThat(stores.users().findById(2).orElseThrow().points()).isZero();
    }

    private Claim claim() {
        return ((Claimed) jobs.claim(PENDING, NOW, NOW.plusSeconds(60))).claim();
    }

    private static Completed shown(double confidence, boolean found) {
        RecognitionResult result = new RecognitionResult(
                new Recognition("bom_dia", "bom_dia", confidence, true, found),
                "signs sha256:0123456789ab",
                100,
                142,
                Duration.ofNanos(1_234_567_890),
                Duration.ofMillis(7),
                Duration.ofMillis(1300));
        return new Completed(result, OptionalLong.of(3));
    }

    private Map<String, Object> row(String id) {
        return jdbi.withHandle(handle -> handle.select("select * from processing_jobs where job_id = ?", id)
                .mapToMap()
                .one());
    }

    private LocalDateTime completedAt(String id) {
        return jdbi.withHandle(handle -> handle.select("select completed_at from processing_jobs where job_id = ?", id)
                .map((row, context) -> row.getObject(1, LocalDateTime.class))
                .one());
    }

    /** Returns the members of the object, without blanks: MySQL stores them in an order of its own. */
    private List<String> result(String id) {
        String json = jdbi.withHandle(handle -> handle.select("select result from processing_jobs where job_id = ?", id)
                .mapTo(String.class)
                .one());
        assertThat(json).startsWith("{").endsWith("}");
        return List.of(
                json.substring(1, json.length() - 1).replaceAll("\": ", "\":").split(", ?(?=\")", -1));
    }
}
