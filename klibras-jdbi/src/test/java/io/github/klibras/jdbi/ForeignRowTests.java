package io.github.klibras.jdbi;

import io.github.klibras.core.backoff.Backoff;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.privacy.PersonalDataExporter;
import io.github.klibras.core.progress.LearnedSign;
import io.github.klibras.core.queue.PublishOutcome;
import io.github.klibras.core.service.JobHistoryPage;
import io.github.klibras.core.service.RecognitionService;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.waiting.JobWaiter;
import io.github.klibras.testkit.VirtualTime;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** Rows that others have written into the shared tables are read unchanged, and none of them stops the rest. */
abstract class ForeignRowTests {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final TestServer server;
    private Jdbi jdbi;
    private Stores stores;
    private long ana;

    ForeignRowTests(TestServer server) {
        this.server = server;
    }

    @BeforeEach
    void openStores() {
        DataSource dataSource = server.cleaned();
        jdbi = Jdbi.create(dataSource);
        stores = JdbiStores.over(dataSource);
        ana = Learners.register(stores, "ana");
    }

    @Test
    void oddIdsStopNeitherExpiryNorPurging() {
        List<String> odd = new ArrayList<>(List.of("", " ", "é", "línea\nnova"));
        if (server.holdsNul()) {
            odd.add("nul\0nul");
        }
        odd.forEach(id -> insert(id, "pending", null, LocalDateTime.parse("2020-01-01T00:00:00")));
        insert("ours", "pending", "QUEUED", LocalDateTime.parse("2020-01-02T00:00:00"));

        List<JobId> queued = stores.jobs().findQueued(NOW, 0, 10);
        assertThat(queued).hasSize(odd.size() + 1);
        queued.forEach(id -> assertThat(stores.jobs().endQueued(id, JobStatus.EXPIRED, "late", NOW, 1))
                .isTrue());
        List<JobId> ended = stores.jobs().findEnded(NOW.plusSeconds(1), 0, 10);
        assertThat(ended).hasSameElementsAs(queued);
        assertThat(stores.jobs().delete(ended)).isEqualTo(odd.size() + 1);
        assertThat(stores.jobs().count(ana)).isZero();
    }

    @Test
    void historyContinuesAfterUnexpectedDates() {
        insert("far", "pending", null, LocalDateTime.parse("9999-12-31T23:59:59.999999"));
        insert("early", "pending", null, LocalDateTime.parse("1000-01-01T00:00:00"));
        insert("now", "pending", null, LocalDateTime.parse("2026-11-24T12:00:00"));
        server.insertFurthestDates(jdbi, ana);
        RecognitionService service = service();

        JobHistoryPage page = service.firstHistoryPage(ana, 1);
        List<JobId> found = new ArrayList<>(ids(page));
        while (page.nextCursor().isPresent() && found.size() < 20) {
            page = service.nextHistoryPage(ana, page.nextCursor().get(), 1);
            found.addAll(ids(page));
        }

        assertThat(found)
                .hasSize((int) stores.jobs().count(ana))
                .hasSizeGreaterThanOrEqualTo(3)
                .doesNotHaveDuplicates();
    }

    /** The last job of a page is where the next page begins. */
    @Test
    void exportTerminatesDespiteUnexpectedDates() {
        server.insertFurthestDates(jdbi, ana);
        long jobs = stores.jobs().count(ana) + 1000;
        jdbi.useHandle(handle -> handle.execute(
                "insert into processing_jobs (job_id, user_id, expected_action, status, created_at)"
                        + " select concat('job', x), ?, 's1', 'pending', timestamp '2026-11-20 12:00:00' from "
                        + server.numbers(1000),
                ana));

        List<RecognitionJob> exported = assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> new PersonalDataExporter(stores).export(ana).orElseThrow().jobs());

        assertThat(exported).hasSize((int) jobs).doesNotHaveDuplicates();
    }

    @Test
    void unknownStateMeansThatTheJobHasNotEnded() {
        insert("odd", "pending", "DREAMING", LocalDateTime.parse("2026-11-24T12:00:00"));
        insert("ended", "completed", "DREAMING", LocalDateTime.parse("2026-11-24T12:00:00"));

        assertThat(stores.jobs().find(new JobId("odd")).orElseThrow().status()).isEqualTo(JobStatus.QUEUED);
        assertThat(stores.jobs().find(new JobId("ended")).orElseThrow().status())
                .as("without a prediction")
                .isEqualTo(JobStatus.FAILED);
        assertThat(stores.jobs().history(ana, JobStore.UNLIMITED, 0)).hasSize(2);
    }

    @Test
    void unknownRoleGivesNoRights() {
        DataSource dataSource = server.migrated();
        Stores others = JdbiStores.over(dataSource);
        long bia = Learners.register(others, "bia");
        Jdbi.create(dataSource).useHandle(handle -> {
            handle.execute(server.withAnotherRole());
            handle.execute("update users set role = 'MODERATOR'");
        });

        assertThat(others.users().findById(bia).orElseThrow().role()).isEqualTo(Role.USER);
    }

    @Test
    void signRecordedByThePythonServiceHasItsTimeInUtc() {
        Sign sign = stores.catalog().addSign(new NewSign("s", "", "s", 10));
        jdbi.useHandle(handle -> {
            handle.execute(server.sessionIn("-03:00"));
            handle.execute("insert into user_sign_association (user_id, sign_id) values (?, ?)", ana, sign.id());
        });

        assertThat(stores.progress().learnedSigns(ana))
                .extracting(LearnedSign::learnedAt)
                .singleElement()
                .satisfies(at -> assertThat(at)
                        .isBetween(
                                Instant.now().minusSeconds(300), Instant.now().plusSeconds(300)));
    }

    private static List<JobId> ids(JobHistoryPage page) {
        return page.jobs().stream().map(RecognitionJob::id).toList();
    }

    private RecognitionService service() {
        JobWaiter waiter = JobWaiter.builder(stores.jobs(), listener -> () -> {}, new VirtualTime(NOW), Runnable::run)
                .backoff(Backoff.fixed(Duration.ofSeconds(1)))
                .build();
        return RecognitionService.builder(
                        stores.catalog(),
                        stores.jobs(),
                        message -> CompletableFuture.completedFuture(new PublishOutcome.Confirmed()),
                        waiter)
                .build();
    }

    private void insert(String id, String status, @Nullable String state, LocalDateTime createdAt) {
        jdbi.useHandle(handle -> handle.execute(
                "insert into processing_jobs (job_id, user_id, expected_action, status, state, created_at)"
                        + " values (?, ?, 'bom_dia', ?, ?, ?)",
                id,
                ana,
                status,
                state,
                createdAt));
    }
}
