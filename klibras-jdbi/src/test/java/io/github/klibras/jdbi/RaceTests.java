package io.github.klibras.jdbi;

import io.github.klibras.core.catalog.NewModule;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.ClaimResult.Claimed;
import io.github.klibras.core.job.FinishResult;
import io.github.klibras.core.job.FinishResult.Finished;
import io.github.klibras.core.job.FinishResult.Superseded;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobOutcome.Completed;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.RecognitionResult;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.recognition.Recognition;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.Username;
import io.github.klibras.testkit.Race;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Under concurrent calls no points are lost, and no statement fails: not even one that is retried. */
abstract class RaceTests {

    private static final int THREADS = 64;
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final TestServer server;
    private final Queue<SQLException> failures = new ConcurrentLinkedQueue<>();
    private Stores stores;
    private long ana;
    private List<Sign> signs;

    RaceTests(TestServer server) {
        this.server = server;
    }

    @BeforeEach
    void fill() {
        stores = JdbiStores.builder(server.cleaned())
                .sqlLogger(new SqlLogger() {
                    @Override
                    public void logException(StatementContext context, SQLException failure) {
                        failures.add(failure);
                    }
                })
                .build();
        ana = Learners.register(stores, "ana");
        signs = IntStream.range(0, THREADS)
                .mapToObj(i -> stores.catalog().addSign(new NewSign("s" + i, "", "s" + i, 1 + i)))
                .toList();
    }

    @Test
    void concurrentAwardsOfDifferentSignsAllCount() {
        List<Award> awards = Race.run(
                THREADS, i -> stores.progress().learnSign(ana, signs.get(i).id()));

        assertThat(awards).allMatch(Award.Granted.class::isInstance);
        assertSum();
    }

    @Test
    void concurrentAwardsOfOneSignPayOnce() {
        Sign sign = signs.get(10);

        List<Award> awards = Race.run(THREADS, i -> stores.progress().learnSign(ana, sign.id()));

        assertThat(awards)
                .filteredOn(Award.Granted.class::isInstance)
                .containsExactly(new Award.Granted(sign.id(), 11, 11));
        assertSum();
    }

    /** Modules overlap with each other and with the single signs, in every order. */
    @Test
    void concurrentModulesAndSignsAddUp() {
        List<Long> modules = IntStream.range(0, 16)
                .mapToObj(m -> stores.catalog()
                        .addModule(new NewModule("m" + m, idsFrom(m * 3, 20)))
                        .id())
                .toList();

        Race.run(
                THREADS,
                i -> i % 2 == 0
                        ? stores.progress()
                                .learnSign(ana, signs.get(THREADS - 1 - i).id())
                        : stores.progress().completeModule(ana, modules.get(i / 2 % 16)));

        assertThat(stores.progress().completedModules(ana)).hasSize(16);
        assertSum();
    }

    @Test
    void concurrentDuplicateFinishesCountOnce() {
        Claim claim = claim("job");

        List<FinishResult> results = Race.run(THREADS, i -> stores.jobs().finish(claim, shown(signs.get(3)), NOW));

        assertThat(results).filteredOn(Finished.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(Superseded.class::isInstance).hasSize(THREADS - 1);
        assertSum();
    }

    @Test
    void concurrentOperationsOnOneLearnerAddUp() {
        List<Claim> claims =
                IntStream.range(0, THREADS).mapToObj(i -> claim("job" + i)).toList();
        long module = stores.catalog()
                .addModule(new NewModule("m", idsFrom(0, THREADS)))
                .id();

        Race.run(THREADS, i -> switch (i % 8) {
            case 0 -> stores.progress().completeModule(ana, module);
            case 1 -> stores.progress().learnSign(ana, signs.get(i).id());
            case 2 -> stores.users().rename(ana, new Username("ana" + i));
            case 3 -> stores.jobs().cancel(claims.get(i).jobId(), ana, NOW, i);
            case 4 -> stores.jobs().insert(new NewJob(new JobId("new" + i), ana, "s1", NOW), 100);
            case 5 -> stores.jobs().endQueued(new JobId("new" + (i - 1)), JobStatus.EXPIRED, "late", NOW, i);
            case 6 -> stores.progress().recomputePoints();
            default -> stores.jobs().finish(claims.get(i), shown(signs.get(i)), NOW);
        });

        assertSum();
    }

    @Test
    void busyAccountIsDeletedCompletely() {
        long module =
                stores.catalog().addModule(new NewModule("m", idsFrom(0, 20))).id();
        List<Claim> claims =
                IntStream.range(0, THREADS).mapToObj(i -> claim("job" + i)).toList();

        Race.run(THREADS, i -> switch (i % 4) {
            case 0 ->
                i == THREADS / 2
                        ? stores.users().delete(ana)
                        : stores.progress().completeModule(ana, module);
            case 1 -> stores.progress().learnSign(ana, signs.get(i).id());
            case 2 -> stores.jobs().insert(new NewJob(new JobId("new" + i), ana, "s1", NOW), JobStore.UNLIMITED);
            default -> stores.jobs().finish(claims.get(i), shown(signs.get(i)), NOW);
        });

        assertThat(stores.users().findById(ana)).isEmpty();
        assertThat(stores.progress().knownSigns(ana)).isEmpty();
        assertThat(stores.jobs().count(ana)).isZero();
        assertThat(failures).isEmpty();
    }

    private void assertSum() {
        List<Sign> known = stores.progress().knownSigns(ana);
        assertThat(known).isNotEmpty();
        assertThat(stores.users().findById(ana).orElseThrow().points())
                .isEqualTo(known.stream().mapToInt(Sign::points).sum());
        assertThat(failures).as("statements that failed").isEmpty();
    }

    private Set<Long> idsFrom(int first, int count) {
        Set<Long> ids = new HashSet<>();
        for (int i = first; i < first + count; i++) {
            ids.add(signs.get(i % THREADS).id());
        }
        return ids;
    }

    private Claim claim(String id) {
        stores.jobs().insert(new NewJob(new JobId(id), ana, "s1", NOW), JobStore.UNLIMITED);
        return ((Claimed) stores.jobs().claim(new JobId(id), NOW, NOW.plusSeconds(60))).claim();
    }

    private static Completed shown(Sign sign) {
        Recognition recognition = new Recognition(sign.videoKey(), sign.videoKey(), 0.9, true, true);
        return new Completed(
                new RecognitionResult(recognition, null, 1, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO),
                OptionalLong.of(sign.id()));
    }
}
