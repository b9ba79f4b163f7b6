package io.github.klibras.testkit.waiting;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.waiting.JobSignal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules of {@link JobSignal}. Runs in real time, since signals may cross machines. */
public abstract class JobSignalContract {

    private static final long PATIENCE_SECONDS = 20;
    private static final JobId JOB = new JobId("3f1c0a52-5f0e-4d7e-9a38-0d3c6b6f2a11");

    /** Returns the signal under test, the same one throughout a test. */
    protected abstract JobSignal signal();

    /** Notifies the signal that a job has ended, in the way it usually learns of it. */
    protected abstract void end(JobId id);

    @Test
    void everySubscriberIsNotifiedOfTheEndedJob() {
        BlockingQueue<JobId> one = new LinkedBlockingQueue<>();
        BlockingQueue<JobId> other = new LinkedBlockingQueue<>();
        try (JobSignal.Subscription first = signal().subscribe(one::add);
                JobSignal.Subscription second = signal().subscribe(other::add)) {
            end(JOB);

            assertThat(next(one)).isEqualTo(JOB);
            assertThat(next(other)).isEqualTo(JOB);
            assertThat(first).isNotSameAs(second);
        }
    }

    @Test
    void closedSubscriptionIsNoLongerNotified() {
        BlockingQueue<JobId> gone = new LinkedBlockingQueue<>();
        BlockingQueue<JobId> there = new LinkedBlockingQueue<>();
        JobSignal.Subscription left = signal().subscribe(gone::add);
        JobSignal.Subscription stays = signal().subscribe(there::add);
        try (stays) {
            left.close();
            left.close();

            end(JOB);

            assertThat(next(there)).isEqualTo(JOB);
            assertThat(gone).isEmpty();
        }
    }

    @Test
    void closingASubscriptionAgainDoesNotEndAnotherOneOfTheSameListener() {
        BlockingQueue<JobId> notified = new LinkedBlockingQueue<>();
        Consumer<JobId> listener = notified::add;
        JobSignal.Subscription left = signal().subscribe(listener);
        try (JobSignal.Subscription stays = signal().subscribe(listener)) {
            left.close();
            left.close();

            end(JOB);

            assertThat(next(notified)).isEqualTo(JOB);
            assertThat(left).isNotSameAs(stays);
        }
    }

    @Test
    void subscribersAreNotifiedEvenIfAnotherThrows() {
        BlockingQueue<JobId> notified = new LinkedBlockingQueue<>();
        try (JobSignal.Subscription broken = signal().subscribe(id -> {
                    throw new IllegalStateException("on purpose, for a test");
                });
                JobSignal.Subscription works = signal().subscribe(notified::add)) {
            end(JOB);

            assertThat(next(notified)).isEqualTo(JOB);
            assertThat(broken).isNotSameAs(works);
        }
    }

    private static JobId next(BlockingQueue<JobId> notified) {
        try {
            @Nullable JobId id = notified.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(id)
                    .as("the signal that came within %d s", PATIENCE_SECONDS)
                    .isNotNull();
            return Objects.requireNonNull(id);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}
