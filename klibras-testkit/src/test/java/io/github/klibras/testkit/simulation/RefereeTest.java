package io.github.klibras.testkit.simulation;

import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.ClaimResult.Claimed;
import io.github.klibras.core.job.FinishResult.Finished;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobOutcome;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.Username;
import io.github.klibras.testkit.VirtualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** The death of a worker excuses only that the end it had stored is not announced. */
class RefereeTest {

    private static final JobId JOB = new JobId("job");

    private final VirtualTime time = new VirtualTime(Instant.EPOCH);
    private final Stores stores = new InMemoryStores();
    private final Referee referee = new Referee(time, stores, Duration.ofDays(1));
    private final JobStore jobs = referee.watch(stores.jobs());
    private final long user = ((Registered) stores.users()
                    .insert(new NewUser(new EmailAddress("ana@example.org"), new Username("ana"), "hash", Role.USER)))
            .user()
            .id();

    @Test
    void workerThatDiesAfterStoringTheEndNeedNotAnnounceIt() {
        insert();
        finish(claim());
        referee.workerDied(JOB);

        assertThat(violation()).isNull();
    }

    @Test
    void endByAnotherWorkerAfterADeathMustBeAnnounced() {
        insert();
        claim();
        referee.workerDied(JOB);
        time.advance(Duration.ofMinutes(2));
        finish(claim());

        assertThat(violation()).contains("was never announced");
    }

    @Test
    void endStoredByNoWorkerMustBeAnnouncedWhateverDies() {
        insert();
        jobs.cancel(JOB, user, time.instant(), 1);
        referee.workerDied(JOB);

        assertThat(violation()).contains("was never announced");
    }

    private void insert() {
        jobs.insert(new NewJob(JOB, user, "bom_dia", 1L, time.instant(), null), 1);
    }

    private Claim claim() {
        return ((Claimed) jobs.claim(JOB, time.instant(), time.instant().plusSeconds(60))).claim();
    }

    private void finish(Claim claim) {
        assertThat(jobs.finish(claim, new JobOutcome.Failed("unreadable"), time.instant()))
                .isInstanceOf(Finished.class);
        assertThat(stores.jobs().find(JOB).orElseThrow().status()).isEqualTo(JobStatus.FAILED);
    }

    private @Nullable String violation() {
        referee.checkEnd(List.of(user), Set.of());
        return referee.firstViolation();
    }
}
