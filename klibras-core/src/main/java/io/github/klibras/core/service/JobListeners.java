package io.github.klibras.core.service;

import io.github.klibras.core.internal.Listeners;
import io.github.klibras.core.job.JobEnd;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.queue.PublishOutcome;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Several listeners as one. */
record JobListeners(List<JobListener> listeners) implements JobListener {

    @Override
    public void submitted(JobId id, long userId) {
        each(l -> l.submitted(id, userId));
    }

    @Override
    public void published(JobId id, PublishOutcome outcome, Duration elapsed) {
        each(l -> l.published(id, outcome, elapsed));
    }

    @Override
    public void started(JobId id, int attempt) {
        each(l -> l.started(id, attempt));
    }

    @Override
    public void retried(JobId id, int attempt, Duration delay) {
        each(l -> l.retried(id, attempt, delay));
    }

    @Override
    public void messageDropped(JobId id, String reason) {
        each(l -> l.messageDropped(id, reason));
    }

    @Override
    public void ended(JobEnd end) {
        each(l -> l.ended(end));
    }

    private void each(Consumer<JobListener> event) {
        listeners.forEach(listener -> Listeners.notify(listener, event));
    }
}
