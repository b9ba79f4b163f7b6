package io.github.klibras.testkit.job;

import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.ClaimResult;
import io.github.klibras.core.job.ClaimResult.Claimed;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobInsertion;
import io.github.klibras.core.job.JobOutcome.Completed;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.job.RecognitionResult;
import io.github.klibras.core.recognition.Recognition;
import io.github.klibras.core.user.User;
import io.github.klibras.testkit.StoresFixture;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

/** Shared fixture of the contracts of {@link JobStore}: jobs created at one time, and short methods to handle them. */
abstract class JobStoreFixture extends StoresFixture {

    static final Instant NOW = Instant.parse("2026-11-24T02:30:00.123456Z");
    static final Duration LEASE = Duration.ofSeconds(60);
    static final JobId JOB = new JobId("3f1c0a52-5f0e-4d7e-9a38-0d3c6b6f2a11");
    static final String MODEL = "signs sha256:0123456789ab";
    static final long KEY = 7;
    static final int THREADS = 64;

    static List<String> idsOf(List<RecognitionJob> jobs) {
        return jobs.stream().map(job -> job.id().value()).toList();
    }

    final void insert(User owner, String action) {
        insert(new NewJob(JOB, owner.id(), action, NOW));
    }

    final JobInsertion insert(NewJob job) {
        return stores.jobs().insert(job, JobStore.UNLIMITED);
    }

    final RecognitionJob job() {
        return stores.jobs().find(JOB).orElseThrow();
    }

    final Claim claim(Instant at) {
        return claim(JOB, at);
    }

    final Claim claim(JobId id, Instant at) {
        ClaimResult result = stores.jobs().claim(id, at, at.plus(LEASE));
        assertThat(result).isInstanceOf(Claimed.class);
        return ((Claimed) result).claim();
    }

    static Completed found(Sign sign) {
        String key = sign.videoKey();
        return new Completed(result(new Recognition(key, key, 0.991, true, true)), OptionalLong.of(sign.id()));
    }

    static RecognitionResult result(Recognition recognition) {
        return new RecognitionResult(
                recognition, MODEL, 100, 142, Duration.ofMillis(120), Duration.ofMillis(7), Duration.ofMillis(130));
    }

    final boolean fail(JobId id, String error, Instant now) {
        return stores.jobs().endQueued(id, JobStatus.FAILED, error, now, KEY);
    }

    static NewJob keyed(JobId id, long owner, String key) {
        return new NewJob(id, owner, "bom_dia", null, NOW, key);
    }

    static RecognitionJob queued(JobId id, User owner) {
        return new RecognitionJob(
                id, owner.id(), "bom_dia", null, JobStatus.QUEUED, 0, null, null, null, 0, null, NOW, null);
    }
}
