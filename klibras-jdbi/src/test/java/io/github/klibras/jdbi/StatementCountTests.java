package io.github.klibras.jdbi;

import io.github.klibras.core.catalog.NewModule;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.ClaimResult.Claimed;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobOutcome.Completed;
import io.github.klibras.core.job.JobOutcome.Failed;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.RecognitionResult;
import io.github.klibras.core.leaderboard.Audience;
import io.github.klibras.core.leaderboard.Leaderboard;
import io.github.klibras.core.leaderboard.TiePolicy;
import io.github.klibras.core.recognition.Recognition;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.Username;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** The number of round trips on each hot path. */
abstract class StatementCountTests {

    private final TestServer server;

    StatementCountTests(TestServer server) {
        this.server = server;
    }

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final JobId JOB = new JobId("job");

    private final StatementRecorder recorder = new StatementRecorder();
    private Stores stores;
    private long ana;

    @BeforeEach
    void openStores() {
        stores = JdbiStores.builder(server.migrated()).sqlLogger(recorder).build();
        NewUser user = new NewUser(new EmailAddress("ana@example.org"), new Username("ana"), "hash", Role.USER);
        ana = ((Registered) stores.users().insert(user)).user().id();
    }

    @Test
    void awardTakesFewStatements() {
        Sign sign = sign("a");

        assertThat(count(() -> stores.progress().learnSign(ana, sign.id()))).isEqualTo(server.awardStatements(false));
        assertThat(count(() -> stores.progress().learnSign(ana, sign.id()))).isEqualTo(server.awardStatements(true));
    }

    @Test
    void leaderboardPageTakesOneStatement() {
        assertThat(count(() -> stores.leaderboard().top(Audience.EVERYBODY, 50)))
                .isEqualTo(1);
        assertThat(count(() -> stores.leaderboard().after(Audience.EVERYBODY, 10, 1, 50)))
                .isEqualTo(1);
        for (TiePolicy ties : TiePolicy.values()) {
            assertThat(count(() -> new Leaderboard(stores.leaderboard(), ties).around(ana, 5)))
                    .isEqualTo(1);
        }
    }

    @Test
    void moduleTakesFiveStatementsWhateverItsSize() {
        for (int size : List.of(1, 3, 200)) {
            long module = moduleOf(size);

            assertThat(count(() -> stores.progress().completeModule(ana, module)))
                    .isEqualTo(5);
            assertThat(count(() -> stores.progress().completeModule(ana, module)))
                    .isEqualTo(3);
        }
        long nothingNew = moduleOf(0);
        assertThat(count(() -> stores.progress().completeModule(ana, nothingNew)))
                .isEqualTo(3);
    }

    @Test
    void catalogueTakesOneStatementWhateverItsSize() {
        moduleOf(3);
        moduleOf(5);

        assertThat(count(() -> stores.catalog().modules())).isEqualTo(1);
        assertThat(count(() -> stores.catalog().findModuleByName("m"))).isEqualTo(1);
        long sign = sign("x").id();
        assertThat(count(() -> stores.catalog().addModule(new NewModule("m", Set.of(sign)))))
                .isEqualTo(3);
    }

    @Test
    void jobTakesTwoStatementsToClaimAndOneToEndPlusTheAward() {
        Sign sign = sign("a");

        int lockAndStore = 2;
        // In the portable form, the learner is locked already.
        int award = Math.max(1, server.awardStatements(false) - 1);
        int known = Math.max(1, server.awardStatements(true) - 1);

        assertThat(count(() -> claim("failing"))).isEqualTo(2 + 2);
        Claim failing = claim("failing2");
        assertThat(count(() -> stores.jobs().finish(failing, new Failed("no"), NOW)))
                .isEqualTo(1);
        Claim paying = claim("paying");
        assertThat(count(() -> stores.jobs().finish(paying, found(sign), NOW))).isEqualTo(lockAndStore + award + 1);
        Claim again = claim("again");
        assertThat(count(() -> stores.jobs().finish(again, found(sign), NOW))).isEqualTo(lockAndStore + known);
        for (Claim asking : List.of(paying, again)) {
            assertThat(count(() -> stores.jobs().finish(asking, found(sign), NOW)))
                    .as("a repeated call reads how the job ended, and the total or the catalogue")
                    .isEqualTo(lockAndStore + 2);
        }
        assertThat(count(() -> stores.jobs().finish(failing, new Failed("no"), NOW)))
                .as("repeated call")
                .isEqualTo(2);
        assertThat(count(() -> stores.jobs().finish(failing, new Failed("yes"), NOW)))
                .as("superseded")
                .isEqualTo(2);
        assertThat(count(() -> stores.jobs().finish(failing, found(sign), NOW)))
                .as("superseded, with an award")
                .isEqualTo(lockAndStore + 1);
    }

    @Test
    void thousandJobsAreReadInOneStatement() {
        claim("a");
        claim("b");

        assertThat(count(() -> stores.jobs().findAll(List.of(new JobId("a"), new JobId("b"), JOB))))
                .isEqualTo(1);
        List<JobId> more =
                IntStream.range(0, 1001).mapToObj(i -> new JobId("no" + i)).toList();
        assertThat(count(() -> stores.jobs().findAll(more))).isEqualTo(2);
        assertThat(count(() -> stores.jobs().findAll(List.of()))).isZero();
    }

    private int count(Runnable action) {
        return recorder.during(action).size();
    }

    private Sign sign(String name) {
        return stores.catalog().addSign(new NewSign(name, "", name, 10));
    }

    private long moduleOf(int size) {
        Set<Long> signs = new HashSet<>();
        for (int i = 0; i < size; i++) {
            signs.add(sign("s" + i).id());
        }
        return stores.catalog().addModule(new NewModule("m", signs)).id();
    }

    private Claim claim(String id) {
        stores.jobs().insert(new NewJob(new JobId(id), ana, "a", NOW), JobStore.UNLIMITED);
        return ((Claimed) stores.jobs().claim(new JobId(id), NOW, NOW.plusSeconds(60))).claim();
    }

    private static Completed found(Sign sign) {
        Recognition recognition = new Recognition(sign.videoKey(), sign.videoKey(), 0.9, true, true);
        RecognitionResult result =
                new RecognitionResult(recognition, null, 100, 100, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        return new Completed(result, OptionalLong.of(sign.id()));
    }
}
