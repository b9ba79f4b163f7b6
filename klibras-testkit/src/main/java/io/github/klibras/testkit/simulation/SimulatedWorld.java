package io.github.klibras.testkit.simulation;

import io.github.klibras.core.StoreException;
import io.github.klibras.core.catalog.CatalogStore;
import io.github.klibras.core.catalog.NewModule;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.housekeeping.OutboxRelay;
import io.github.klibras.core.housekeeping.Reaper;
import io.github.klibras.core.housekeeping.ReaperConfig;
import io.github.klibras.core.inmemory.InMemoryJobQueue;
import io.github.klibras.core.inmemory.InMemoryJobSignal;
import io.github.klibras.core.inmemory.InMemoryVideoStore;
import io.github.klibras.core.job.Cancellation;
import io.github.klibras.core.job.JobEnd;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.landmark.ExtractedLandmarks;
import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.model.ModelHolder;
import io.github.klibras.core.model.ModelUnavailableException;
import io.github.klibras.core.privacy.PersonalDataEraser;
import io.github.klibras.core.progress.Progress;
import io.github.klibras.core.progress.ProgressStore;
import io.github.klibras.core.queue.Disposition;
import io.github.klibras.core.queue.EncodedMessage;
import io.github.klibras.core.queue.JobHandler;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.MalformedMessageException;
import io.github.klibras.core.queue.PublishOutcome;
import io.github.klibras.core.queue.PublishOutcome.Confirmed;
import io.github.klibras.core.recognition.Prediction;
import io.github.klibras.core.recognition.SignClassifier;
import io.github.klibras.core.service.JobListener;
import io.github.klibras.core.service.RecognitionService;
import io.github.klibras.core.service.RecognitionWorker;
import io.github.klibras.core.service.Submission;
import io.github.klibras.core.service.WorkerConfig;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.UserStore;
import io.github.klibras.core.waiting.JobWaiter;
import io.github.klibras.testkit.StoresFixture;
import io.github.klibras.testkit.VirtualTime;
import io.github.klibras.testkit.queue.FaultyJobQueue;
import io.github.klibras.testkit.queue.TextMessageFormat;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** One run of a simulation. Everything happens on one thread, and all randomness comes from the seed. */
final class SimulatedWorld {

    private static final List<String> LABELS = List.of("bom_dia", "obrigado", "tudo_bem", "qual_nome", "nothing");
    private static final int SIGNS = LABELS.size() - 1;
    private static final byte UNREADABLE = 99;
    private static final int MAX_DEPTH = 24;
    private static final Duration QUIET = Duration.ofHours(32);
    private static final Duration LATEST_MESSAGE = Duration.ofHours(26);
    private static final Duration GRACE_OF_WAITERS = Duration.ofMillis(100);

    /** The death of a worker's process. */
    private static final class Crash extends Error {

        Crash() {
            super("A worker died, for a test", null, false, false);
        }
    }

    private static final class Learner {

        private final long id;
        private final List<JobId> jobs = new ArrayList<>();
        private int keys;

        Learner(long id) {
            this.id = id;
        }
    }

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-24T12:00:00Z"));
    private final SplittableRandom random;
    private final Stores stores;
    private final Referee referee;
    private final TextMessageFormat format = new TextMessageFormat();
    private final double severity;
    private final Duration active;
    private final Executor executor = task -> time.schedule(Duration.ZERO, () -> survive(task));
    private final Faults storeFaults;
    private final Faults crashes;
    private final InMemoryVideoStore videos = new InMemoryVideoStore(time);
    private final boolean keepsVideos;
    private final InMemoryJobQueue queue;
    private final FaultyJobQueue faultyQueue;
    private final InMemoryJobSignal signal = new InMemoryJobSignal();
    private final CatalogStore catalog;
    private final JobStore jobs;
    private final Progress progress;
    private final UserStore users;
    private final RecognitionService service;
    private final PersonalDataEraser eraser;
    private final Duration retention;
    private final List<AutoCloseable> periodic = new ArrayList<>();
    private final List<Learner> learners = new ArrayList<>();
    private final Set<Long> deleted = new HashSet<>();
    private final Set<Long> retiredSigns = new HashSet<>();
    private final List<ModelHolder<Worker>> models = new ArrayList<>();
    private final List<Sign> signs = new ArrayList<>();
    private final int openLimit;
    private final Set<JobId> deliveredAgain = new HashSet<>();
    private int depth;
    private int waits;
    private int otherFaults;
    private boolean healthy;

    SimulatedWorld(long seed, Supplier<? extends Stores> emptyStores, UnaryOperator<JobHandler> handlers) {
        random = new SplittableRandom(seed);
        stores = emptyStores.get();
        retention = random.nextInt(3) == 0 ? Duration.ofHours(random.nextInt(1, 30)) : Duration.ofDays(365);
        referee = new Referee(time, stores, retention);
        severity = random.nextInt(4) * 0.5;
        active = Duration.ofMinutes(random.nextInt(6 * 60, 60 * 60));
        keepsVideos = random.nextInt(5) > 0;
        openLimit = random.nextInt(3, 30);
        storeFaults = new Faults(random.split(), this::letPass)
                .chance(Faults.Kind.FAIL_BEFORE, 0.01 * severity)
                .chance(Faults.Kind.FAIL_AFTER, 0.01 * severity)
                .chance(Faults.Kind.STALL_BEFORE, 0.01 * severity)
                .chance(Faults.Kind.STALL_AFTER, 0.01 * severity)
                .stallingUpTo(Duration.ofSeconds(random.nextInt(1, 200)))
                .failingWith(SimulatedWorld::storeFailure)
                .telling((method, kind) -> referee.note("store: " + kind + " " + method));
        crashes = new Faults(random.split(), this::letPass)
                .chance(Faults.Kind.FAIL_BEFORE, 0.01 * severity, "claim", "finish", "release")
                .chance(Faults.Kind.FAIL_AFTER, 0.01 * severity, "claim", "finish", "release")
                .failingWith(Crash::new)
                .telling((method, kind) -> referee.note("a worker dies: " + kind + " " + method));
        queue = new InMemoryJobQueue(format, executor, time, random.nextInt(4) == 0 ? 8 : 1000);
        faultyQueue = new FaultyJobQueue(this::publish, time, random.split(), LATEST_MESSAGE)
                .telling((message, fault) -> referee.note("queue: " + fault + " " + message.jobId()));
        for (FaultyJobQueue.Fault fault : FaultyJobQueue.Fault.values()) {
            faultyQueue.chance(fault, 0.02 * severity);
        }
        catalog = storeFaults.inject(CatalogStore.class, stores.catalog());
        jobs = storeFaults.inject(JobStore.class, referee.watch(stores.jobs()));
        progress = new Progress(
                storeFaults.inject(ProgressStore.class, referee.watch(stores.progress())), referee::awarded);
        users = storeFaults.inject(UserStore.class, stores.users());
        VideoStore faultyVideos = storeFaults.inject(VideoStore.class, videos);
        JobWaiter waiter = JobWaiter.builder(jobs, signal, time, executor).build();
        RecognitionService.Builder builder = RecognitionService.builder(
                        catalog, jobs, this::publishAndAnswerLater, waiter)
                .openLimit(openLimit)
                .executor(executor)
                .clock(time)
                .ticker(time)
                .random(random.split())
                .listener(listener());
        service = (keepsVideos ? builder.videos(faultyVideos) : builder).build();
        PersonalDataEraser.Builder erasing =
                PersonalDataEraser.builder(faultyStores()).parked(queue);
        eraser = (keepsVideos ? erasing.videos(faultyVideos) : erasing).build();
        startWorkers(faultyVideos, handlers);
        Reaper.Builder reaper = Reaper.builder(jobs)
                .config(ReaperConfig.builder().retention(retention).build())
                .clock(time)
                .random(random.split())
                .listener(listener());
        periodic.add(
                (keepsVideos ? reaper.videos(faultyVideos) : reaper).build().start(time, executor));
        if (keepsVideos) {
            periodic.add(OutboxRelay.builder(jobs, faultyVideos, faultyQueue)
                    .clock(time)
                    .random(random.split())
                    .listener(listener())
                    .build()
                    .start(time, executor));
        }
        fill();
    }

    private static StoreException storeFailure() {
        return new StoreException("The store failed, for a test");
    }

    private Stores faultyStores() {
        return new ForwardingStores(users, catalog, stores.progress(), stores.leaderboard(), jobs);
    }

    private void startWorkers(VideoStore faultyVideos, UnaryOperator<JobHandler> handlers) {
        int workers = random.nextInt(1, 4);
        boolean parksUnknown = random.nextInt(3) == 0;
        WorkerConfig config = WorkerConfig.builder()
                .maxRun(Duration.ofMinutes(random.nextInt(1, 10)))
                .maxAttempts(random.nextInt(1, 6))
                .build();
        for (int i = 0; i < workers; i++) {
            Worker machine = new Worker(i);
            ModelHolder<Worker> model = ModelHolder.builder(machine::loaded)
                    .ticker(time)
                    .executor(Runnable::run)
                    .build();
            models.add(model);
            RecognitionWorker.Builder builder = RecognitionWorker.builder(
                            crashes.inject(JobStore.class, jobs), catalog, machine, model, time)
                    .config(config)
                    .clock(time)
                    .heartbeatExecutor(machine::heartbeat)
                    .listener(listener())
                    .awards(referee::awarded)
                    .random(random.split());
            if (parksUnknown) {
                builder.parkUnknownJobs(stores.users());
            }
            JobHandler worker = (keepsVideos ? builder.videos(faultyVideos) : builder).build();
            queue.consume(random.nextInt(1, 3), referee.watch(handlers.apply(deliveredAgain(worker))));
        }
    }

    /**
     * Returns a handler that simulates a broker which loses the connection to a worker, and meanwhile delivers its
     * message again; only once for each job, so that messages do not multiply.
     */
    private JobHandler deliveredAgain(JobHandler worker) {
        return new JobHandler() {
            @Override
            public Disposition handle(JobMessage message, int delivery) {
                if (happens(0.3) && deliveredAgain.add(message.jobId())) {
                    referee.note("the connection for job " + message.jobId() + " breaks");
                    time.schedule(upTo(Duration.ofMinutes(2)), () -> deliverAgain(message));
                }
                try {
                    return worker.handle(message, delivery);
                } catch (Crash e) {
                    referee.workerDied(message.jobId());
                    throw e;
                }
            }

            @Override
            public Disposition handleMalformed(MalformedMessageException problem, int delivery) {
                return worker.handleMalformed(problem, delivery);
            }
        };
    }

    private void fill() {
        for (int i = 0; i < SIGNS; i++) {
            signs.add(stores.catalog().addSign(new NewSign("Sign " + i, "", LABELS.get(i), 10 + 7 * i)));
        }
        stores.catalog()
                .addModule(new NewModule(
                        "module", Set.of(signs.get(0).id(), signs.get(1).id())));
        int count = random.nextInt(2, 7);
        for (int i = 0; i < count; i++) {
            Registered registered = (Registered) stores.users().insert(StoresFixture.newUser("learner" + i));
            learners.add(new Learner(registered.user().id()));
        }
    }

    /** Lets everything happen, and then nothing new for so long that everything must come to rest. */
    Simulation.Report run(long seed) {
        learners.forEach(this::live);
        changeThings();
        disturb(Duration.ofHours(8), "the queue", faultyQueue::away);
        disturb(Duration.ofHours(2), "the store", storeFaults::away);
        time.advance(active);
        referee.note("from now on nothing goes wrong");
        healthy = true;
        storeFaults.enable(false);
        crashes.enable(false);
        faultyQueue.heal();
        time.advance(QUIET);
        referee.checkEnd(learners.stream().map(learner -> learner.id).toList(), retiredSigns);
        referee.require(videos.size() == 0, videos.size() + " videos outlive their jobs");
        queue.parked().forEach(parked -> checkParked(parked.message()));
        referee.require(queue.size() == 0, "The queue still holds " + queue.size() + " messages");
        for (AutoCloseable each : periodic) {
            close(each);
        }
        time.runDue();
        referee.require(time.scheduled() == 0, time.scheduled() + " calls are still scheduled");
        return new Simulation.Report(
                seed,
                Duration.ofNanos(time.nanoTime()),
                referee.submitted(),
                referee.endings(),
                referee.granted(),
                waits,
                storeFaults.injected() + crashes.injected() + faultyQueue.injected() + otherFaults,
                Optional.ofNullable(referee.firstViolation()),
                referee.log());
    }

    private void checkParked(EncodedMessage message) {
        try {
            referee.checkParked(format.decode(message));
        } catch (MalformedMessageException e) {
            referee.note("a parked message is damaged");
        }
    }

    private static void close(AutoCloseable each) {
        try {
            each.close();
        } catch (Exception e) {
            throw new AssertionError("Could not stop " + each, e);
        }
    }

    /** Lets time pass for a blocking call, while others go on. */
    private void letPass(Duration duration) {
        if (depth < MAX_DEPTH) {
            depth++;
            try {
                time.advance(duration);
            } finally {
                depth--;
            }
        }
    }

    private void survive(Runnable task) {
        try {
            task.run();
        } catch (Crash e) {
            referee.note("a worker is dead");
        }
    }

    private boolean happens(double probability) {
        boolean happens = !healthy && random.nextDouble() < probability * severity;
        otherFaults += happens ? 1 : 0;
        return happens;
    }

    private Duration upTo(Duration longest) {
        return Duration.ofMillis(random.nextLong(longest.toMillis()) + 1);
    }

    private void disturb(Duration longest, String what, Consumer<Boolean> away) {
        if (severity == 0) {
            return;
        }
        Duration start = upTo(active);
        Duration end = start.plus(upTo(longest));
        time.schedule(start, () -> {
            referee.note(what + " is away");
            away.accept(true);
        });
        time.schedule(end.compareTo(active) < 0 ? end : active, () -> {
            referee.note(what + " is back");
            away.accept(false);
        });
    }

    private CompletableFuture<PublishOutcome> publish(JobMessage message) {
        PublishOutcome outcome = queue.publish(message).join();
        if (outcome instanceof Confirmed) {
            referee.accepted(message.jobId());
        }
        return CompletableFuture.completedFuture(outcome);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The message was published before.
    private void deliverAgain(JobMessage message) {
        queue.publish(message);
    }

    private CompletableFuture<PublishOutcome> publishAndAnswerLater(JobMessage message) {
        PublishOutcome outcome = faultyQueue.publish(message).join();
        CompletableFuture<PublishOutcome> answer = new CompletableFuture<>();
        time.schedule(upTo(Duration.ofSeconds(10)), () -> answer.complete(outcome));
        return answer;
    }

    private JobListener listener() {
        JobListener checks = referee.listener();
        return new JobListener() {
            @Override
            public void ended(JobEnd end) {
                checks.ended(end);
                if (!happens(0.1)) {
                    signal.ended(end);
                }
            }

            @Override
            public void messageDropped(JobId id, String reason) {
                checks.messageDropped(id, reason);
            }
        };
    }

    /** Changes the catalogue and the models now and then while everything is running. */
    private void changeThings() {
        Duration pause = upTo(Duration.ofHours(6));
        if (time.nanoTime() + pause.toNanos() < active.toNanos()) {
            time.schedule(pause, () -> {
                changeSomething();
                changeThings();
            });
        }
    }

    private void changeSomething() {
        int dice = random.nextInt(10);
        int number = random.nextInt(SIGNS);
        if (dice < 4) {
            ModelHolder<Worker> model = models.get(random.nextInt(models.size()));
            referee.note("a model is loaded anew");
            executor.execute(() -> reload(model));
        } else if (dice < 9) {
            rename(number, LABELS.get(number) + "_2");
            time.schedule(upTo(Duration.ofMinutes(30)), () -> rename(number, LABELS.get(number)));
        } else {
            retire(number);
        }
    }

    private void reload(ModelHolder<Worker> model) {
        try {
            model.reload();
        } catch (ModelUnavailableException e) {
            referee.note("no new model can be loaded");
        }
    }

    private void rename(int number, String videoKey) {
        Sign sign = signs.get(number);
        referee.note("the video key of sign " + sign.id() + " becomes " + videoKey);
        stores.catalog().changeSign(sign.id(), new NewSign(sign.name(), sign.description(), videoKey, sign.points()));
    }

    private void retire(int number) {
        Sign sign = signs.get(number);
        referee.note("sign " + sign.id() + " is retired");
        stores.catalog().retireSign(sign.id());
        retiredSigns.add(sign.id());
        signs.set(
                number,
                stores.catalog()
                        .addSign(new NewSign(sign.name(), sign.description(), LABELS.get(number), sign.points())));
    }

    private void live(Learner learner) {
        Duration pause = random.nextInt(4) == 0 ? upTo(Duration.ofSeconds(20)) : upTo(Duration.ofHours(2));
        if (time.nanoTime() + pause.toNanos() < active.toNanos() && !deleted.contains(learner.id)) {
            time.schedule(pause, () -> {
                trying(learner, () -> act(learner));
                live(learner);
            });
        }
    }

    private void trying(Learner learner, Runnable action) {
        try {
            if (!deleted.contains(learner.id)) {
                action.run();
            }
        } catch (StoreException e) {
            referee.note("user " + learner.id + " sees that the store failed");
        }
    }

    private void act(Learner learner) {
        int dice = random.nextInt(100);
        if (dice < 60) {
            submit(learner);
        } else if (dice < 68) {
            cancel(learner);
        } else if (dice < 72) {
            referee.note("user " + learner.id + " learns without a video");
            progress.learnSign(learner.id, signs.get(random.nextInt(SIGNS)).id());
        } else if (dice < 74) {
            progress.completeModule(
                    learner.id, stores.catalog().modules().get(0).id());
        } else if (dice < 86) {
            spy(learner);
        } else if (dice < 92) {
            lookBack(learner);
        } else if (dice < 97) {
            publishRubbish(learner);
        } else if (dice < 98 && learners.size() - deleted.size() > 1) {
            delete(learner);
        }
    }

    private void submit(Learner learner) {
        int label = random.nextInt(SIGNS);
        int shown = random.nextInt(3) == 0 ? random.nextInt(LABELS.size()) : label;
        byte content = random.nextInt(20) == 0 ? UNREADABLE : (byte) shown;
        Video video = Video.of(new byte[] {content, (byte) random.nextInt(30, 101)});
        String key = random.nextBoolean() ? null : "key " + learner.keys++;
        submit(learner, LABELS.get(label), video, key, 3);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback handles the outcome.
    private void submit(Learner learner, String action, Video video, @Nullable String key, int tries) {
        service.submit(learner.id, action, video, key).whenComplete((submission, failure) -> {
            if (submission instanceof Submission.Accepted accepted) {
                accepted(learner, accepted.jobId());
            }
        });
        boolean again = key != null && tries > 1 && random.nextInt(3) == 0;
        if (again) {
            time.schedule(
                    upTo(Duration.ofMinutes(10)),
                    () -> trying(learner, () -> submit(learner, action, video, key, tries - 1)));
        }
    }

    private void accepted(Learner learner, JobId id) {
        learner.jobs.add(id);
        if (random.nextInt(3) > 0) {
            await(id, learner);
        }
        if (random.nextInt(10) == 0) {
            // At the same moment, so that both are looked up together.
            await(id, learners.get(random.nextInt(learners.size())));
        }
        if (random.nextInt(12) == 0) {
            time.schedule(upTo(Duration.ofMinutes(2)), () -> trying(learner, () -> cancel(learner, id)));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Checked when the time is up.
    private void await(JobId id, Learner learner) {
        waits++;
        Duration timeout = random.nextInt(10) == 0 ? Duration.ZERO : upTo(Duration.ofMinutes(2));
        long deadline = time.nanoTime() + timeout.toNanos();
        boolean own = learner.jobs.contains(id);
        CompletableFuture<Optional<RecognitionJob>> future = service.await(id, learner.id, timeout);
        future.whenComplete((job, failure) -> {
            if (job != null && !own) {
                referee.require(job.isEmpty(), "User " + learner.id + " could await the job " + id + " of another");
            } else if (job != null) {
                referee.require(
                        job.isPresent() || deleted.contains(learner.id),
                        "The user who awaited job " + id + " can no longer see it");
                boolean early = time.nanoTime() < deadline;
                referee.require(
                        !early || job.isEmpty() || job.get().status().ended(),
                        "Job " + id + " was handed out too early");
                if (happens(0.2)) {
                    // The woken learner takes a while on the thread that woke them.
                    letPass(upTo(Duration.ofSeconds(2)));
                }
            }
        });
        // Scheduled after the waiter's own last call, and then after the task that this call gives to the executor.
        time.schedule(
                timeout.plus(GRACE_OF_WAITERS),
                () -> time.schedule(
                        Duration.ZERO,
                        () -> referee.require(future.isDone(), "A waiter for job " + id + " was kept waiting")));
        if (random.nextInt(20) == 0) {
            time.schedule(upTo(Duration.ofSeconds(5)), () -> future.cancel(false));
        }
    }

    private void cancel(Learner learner) {
        if (!learner.jobs.isEmpty()) {
            cancel(learner, learner.jobs.get(random.nextInt(learner.jobs.size())));
        }
    }

    private void cancel(Learner learner, JobId id) {
        referee.note("user " + learner.id + " cancels job " + id);
        service.cancel(id, learner.id);
    }

    /** Tries every way to reach another learner's job. */
    private void spy(Learner learner) {
        Learner other = learners.get(random.nextInt(learners.size()));
        if (other == learner || other.jobs.isEmpty()) {
            return;
        }
        JobId id = other.jobs.get(random.nextInt(other.jobs.size()));
        await(id, learner);
        referee.require(
                service.find(id, learner.id).isEmpty(), "User " + learner.id + " found the job " + id + " of another");
        Cancellation cancellation = service.cancel(id, learner.id);
        referee.require(
                cancellation instanceof Cancellation.NoSuchJob,
                "User " + learner.id + " cancelling the job " + id + " of another got " + cancellation);
    }

    private void lookBack(Learner learner) {
        List<RecognitionJob> seen =
                service.history(learner.id, RecognitionService.MAX_HISTORY, 0).jobs();
        referee.require(
                seen.stream().allMatch(job -> job.userId() == learner.id),
                "The history of user " + learner.id + " holds jobs of others");
        long open = seen.stream().filter(job -> !job.status().ended()).count();
        referee.require(open <= openLimit, "User " + learner.id + " has " + open + " open jobs of " + openLimit);
    }

    /** Publishes a message that did not come from the service, as other programs may. */
    private void publishRubbish(Learner learner) {
        otherFaults++;
        JobId id = learner.jobs.isEmpty() || random.nextBoolean()
                ? JobId.random(random)
                : learner.jobs.get(random.nextInt(learner.jobs.size()));
        referee.note("somebody publishes a damaged message of job " + id);
        queue.publishEncoded(
                random.nextBoolean()
                        ? format.damaged(id)
                        : format.encode(new JobMessage(
                                JobId.random(random), learner.id, LABELS.get(0), Video.of(new byte[] {0, 100}))));
    }

    private void delete(Learner learner) {
        referee.note("user " + learner.id + " deletes the account");
        // Marked first, since jobs may be looked up while the call stalls.
        deleted.add(learner.id);
        referee.erasing(learner.id);
        erase(learner);
    }

    private void erase(Learner learner) {
        try {
            eraser.erase(learner.id);
            referee.checkErased(learner.id, videos);
        } catch (StoreException e) {
            referee.note("user " + learner.id + " is not erased yet");
            time.schedule(upTo(Duration.ofMinutes(20)), () -> erase(learner));
        }
    }

    /** A machine with a model; it may be slow, freeze and die. */
    private final class Worker implements SignClassifier, LandmarkExtractor {

        private final int number;
        private long frozenUntil;
        private int loads;

        Worker(int number) {
            this.number = number;
        }

        /** Delays the renewal while the machine is frozen, so that its lease runs out. */
        void heartbeat(Runnable renewal) {
            long frozen = Math.max(0, frozenUntil - time.nanoTime());
            time.schedule(Duration.ofNanos(frozen), () -> survive(renewal));
        }

        Worker loaded() {
            if (happens(0.1)) {
                throw new IllegalStateException("The model cannot be loaded, for a test");
            }
            loads++;
            return this;
        }

        @Override
        public Optional<String> modelId() {
            return Optional.of("model of worker " + number + ", load " + loads);
        }

        @Override
        public ExtractedLandmarks extract(Video video, ExtractionRequest request) {
            if (happens(0.05)) {
                freeze(upTo(Duration.ofMinutes(10)));
            } else if (happens(0.03)) {
                referee.note("worker " + number + " is very slow");
                letPass(upTo(Duration.ofMinutes(25)));
            } else {
                letPass(upTo(Duration.ofSeconds(10)));
            }
            request.progress().extracted(1, 1);
            if (happens(0.5)) {
                request.checkCancelled();
            }
            if (happens(0.08)) {
                referee.note("worker " + number + " dies");
                throw new Crash();
            }
            if (happens(0.05)) {
                throw new IllegalStateException("The extractor failed, for a test");
            }
            byte[] bytes = video.toByteArray();
            if (bytes[0] == UNREADABLE) {
                throw new UnreadableVideoException("This video cannot be read, for a test");
            }
            float[] values = new float[layout().features()];
            values[0] = bytes[0];
            values[1] = bytes[1] / 100f;
            return new ExtractedLandmarks(LandmarkSequence.of(layout(), values), 30, 1);
        }

        private void freeze(Duration duration) {
            referee.note("worker " + number + " freezes for " + duration);
            frozenUntil = time.nanoTime() + duration.toNanos();
            letPass(duration);
        }

        @Override
        public List<String> labels() {
            return LABELS;
        }

        @Override
        public LandmarkLayout layout() {
            return LandmarkLayout.POSE_HANDS;
        }

        @Override
        public int frames() {
            return 1;
        }

        @Override
        public Prediction classify(LandmarkSequence sequence) {
            letPass(upTo(Duration.ofMillis(200)));
            float confidence = sequence.value(0, 1);
            float[] probabilities = new float[LABELS.size()];
            Arrays.fill(probabilities, (1 - confidence) / (LABELS.size() - 1));
            probabilities[(int) sequence.value(0, 0)] = confidence;
            return Prediction.of(LABELS, probabilities);
        }

        @Override
        public void close() {}
    }
}
