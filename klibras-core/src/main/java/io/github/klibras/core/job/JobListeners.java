package io.github.klibras.core.job;

import io.github.klibras.core.internal.Listeners;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Several listeners as one. */
record JobListeners(List<JobListener> listeners) implements JobListener {

    @Override
    public void submitted(JobId id, long userId) {
        tellAll(told -> told.submitted(id, userId));
    }

    @Override
    public void published(JobId id, PublishOutcome outcome, Duration elapsed) {
        tellAll(told -> told.published(id, outcome, elapsed));
    }

    @Override
    public void started(JobId id, int attempt) {
        tellAll(told -> told.started(id, attempt));
    }

    @Override
    public void retried(JobId id, int attempt, Duration delay) {
        tellAll(told -> told.retried(id, attempt, delay));
    }

    @Override
    public void ended(JobId id, JobStatus status, int awardedPoints, Duration elapsed) {
        tellAll(told -> told.ended(id, status, awardedPoints, elapsed));
    }

    private void tellAll(Consumer<JobListener> event) {
        listeners.forEach(listener -> Listeners.tell(listener, event));
    }
}
