package io.github.klibras.testkit.embedding;

import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.housekeeping.OutboxRelay;
import io.github.klibras.core.housekeeping.Reaper;
import io.github.klibras.core.inmemory.InMemoryJobQueue;
import io.github.klibras.core.inmemory.InMemoryVideoStore;
import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.leaderboard.Leaderboard;
import io.github.klibras.core.leaderboard.TiePolicy;
import io.github.klibras.core.model.ModelHolder;
import io.github.klibras.core.model.ModelLoader;
import io.github.klibras.core.privacy.PersonalDataEraser;
import io.github.klibras.core.privacy.PersonalDataExporter;
import io.github.klibras.core.queue.JobMessageFormat;
import io.github.klibras.core.queue.JobSource;
import io.github.klibras.core.recognition.SignClassifier;
import io.github.klibras.core.service.RecognitionService;
import io.github.klibras.core.service.RecognitionWorker;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.PasswordHasher;
import io.github.klibras.core.user.UserAccounts;
import io.github.klibras.core.waiting.JobWaiter;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

// snippet back-end
final class BackEnd implements AutoCloseable {

    final BackEndEvents events = new BackEndEvents();
    final UserAccounts accounts;
    final RecognitionService recognition;
    final Leaderboard leaderboard;
    final PersonalDataExporter exporter;
    final PersonalDataEraser eraser;

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ModelHolder<SignClassifier> model;
    private final JobWaiter waiter;
    private final JobSource.Subscription worker;
    private final AutoCloseable reaper;
    private final AutoCloseable relay;

    BackEnd(
            Stores stores,
            PasswordHasher hasher,
            JobMessageFormat format,
            LandmarkExtractor extractor,
            ModelLoader<SignClassifier> loader) {
        Scheduler scheduler = Scheduler.on(timer);
        InMemoryVideoStore videos = new InMemoryVideoStore();
        InMemoryJobQueue queue = new InMemoryJobQueue(format, executor, scheduler);

        accounts = new UserAccounts(stores.users(), hasher);
        leaderboard = new Leaderboard(stores.leaderboard(), TiePolicy.COMPETITION);
        exporter = new PersonalDataExporter(stores);
        eraser = PersonalDataEraser.builder(stores).videos(videos).parked(queue).build();

        // The API side: it submits and waits.
        waiter = JobWaiter.builder(stores.jobs(), events.signal, scheduler, executor)
                .build();
        recognition = RecognitionService.builder(stores.catalog(), stores.jobs(), queue, waiter)
                .videos(videos)
                .openLimit(20)
                .listener(events)
                .build();

        // The worker side: it may be another process.
        model = ModelHolder.builder(loader).executor(executor).build();
        RecognitionWorker handler = RecognitionWorker.builder(
                        stores.jobs(), stores.catalog(), extractor, model, scheduler)
                .heartbeatExecutor(executor)
                .videos(videos)
                .listener(events)
                .awards(events)
                .build();
        worker = queue.consume(2, handler);

        // Housekeeping. Any number of processes may run these two.
        reaper = Reaper.builder(stores.jobs())
                .videos(videos)
                .listener(events)
                .build()
                .start(scheduler, executor);
        relay = OutboxRelay.builder(stores.jobs(), videos, queue)
                .listener(events)
                .build()
                .start(scheduler, executor);
    }
    // end

    // snippet close
    /** Call it once the host accepts no more requests. */
    @Override
    public void close() throws Exception {
        relay.close(); // sends nothing more
        worker.close(); // accepts no more messages, and waits for those in hand
        reaper.close();
        waiter.close(); // cancels pending waits; their jobs are safe in the store
        model.close(); // after the worker, which holds leases on it
        timer.shutdown();
        executor.shutdown(); // after everything that runs on it; data source and broker come last
    }
    // end
}
