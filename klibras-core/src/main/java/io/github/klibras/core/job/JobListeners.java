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
    public void messageDropped(JobId id, String reason) {
        tellAll(told -> told.messageDropped(id, reason));
    }

    @Override
    public void ended(JobEnd end) {
        tellAll(told -> told.ended(end));
    }

    private void tellAll(Consumer<JobListener> event) {
        listeners.forEach(listener -> Listeners.tell(listener, event));
    }
}
