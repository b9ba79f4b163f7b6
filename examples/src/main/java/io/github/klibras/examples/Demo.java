package io.github.klibras.examples;

import io.github.klibras.amqp.AmqpJobMessageFormat;
import io.github.klibras.bcrypt.BcryptPasswordHasher;
import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.housekeeping.Reaper;
import io.github.klibras.core.inmemory.InMemoryJobQueue;
import io.github.klibras.core.inmemory.InMemoryJobSignal;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.landmark.PoseRecordingExtractor;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.leaderboard.Leaderboard;
import io.github.klibras.core.leaderboard.LeaderboardEntry;
import io.github.klibras.core.leaderboard.TiePolicy;
import io.github.klibras.core.model.Lease;
import io.github.klibras.core.model.ModelHolder;
import io.github.klibras.core.model.ModelLoader;
import io.github.klibras.core.model.ModelState;
import io.github.klibras.core.model.ModelUnavailableException;
import io.github.klibras.core.recognition.SignClassifier;
import io.github.klibras.core.service.RecognitionService;
import io.github.klibras.core.service.RecognitionWorker;
import io.github.klibras.core.service.Submission;
import io.github.klibras.core.service.Submission.Accepted;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.Registration;
import io.github.klibras.core.user.Registration.EmailTaken;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.User;
import io.github.klibras.core.user.UserAccounts;
import io.github.klibras.core.user.Username;
import io.github.klibras.core.waiting.JobWaiter;
import io.github.klibras.inference.keras.ModelBundleReader;
import io.github.klibras.jdbi.JdbiStores;
import io.github.klibras.jdbi.KlibrasMigrations;
import io.github.klibras.jdbi.MigrationReport;
import io.github.klibras.jdbi.PoolConfig;
import io.github.klibras.jdbi.PooledDataSource;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The whole path in one process: a database file, an in-process queue with the message format of the real one, one
 * worker whose model is loaded for its first job, and learners who submit recordings and wait.
 */
final class Demo implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String PASSWORD = "not a secret, this is a demo";
    private static final int POINTS = 10;

    /**
     * A submission by a learner.
     *
     * @param learner the learner's name
     * @param asked the letter that the learner was asked to show
     * @param shows a description of the recording, for the report
     * @param video the recording
     */
    record Scene(String learner, String asked, String shows, Video video) {

        static Scene of(String learner, String asked, String shown) {
            return new Scene(learner, asked, shown + ".pose", Alphabet.recording(shown));
        }
    }

    /** The right sign, the wrong sign, the right sign again, two learners with equal points, a damaged recording. */
    static List<Scene> scenes() {
        return List.of(
                Scene.of("ana", "L", "L"),
                Scene.of("bia", "A", "S"),
                Scene.of("ana", "L", "L"),
                Scene.of("bia", "A", "A"),
                new Scene("caio", "B", "B.pose, cut off", Alphabet.damagedRecording("B")),
                Scene.of("caio", "B", "B"),
                Scene.of("ana", "I", "I"),
                Scene.of("bia", "R", "R"));
    }

    private final long startedAt = System.nanoTime();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Deque<Runnable> opened = new ArrayDeque<>();
    private final AtomicReference<@Nullable TimedClassifier> classifier = new AtomicReference<>();
    private final AtomicReference<@Nullable Duration> loadTime = new AtomicReference<>();
    private final StatementMeter meter = new StatementMeter();
    private final MigrationReport migration;
    private final PooledDataSource dataSource;
    private final Stores stores;
    private final ModelHolder<TimedClassifier> model;
    private final JobWaiter waiter;
    private final RecognitionService service;
    private final Duration startTime;
    private final LandmarkExtractor extractor;

    private Demo(Path directory, ModelLoader<? extends SignClassifier> loader, LandmarkExtractor extractor) {
        this.extractor = extractor;
        opened.push(executor::shutdownNow);
        opened.push(timer::shutdownNow);
        try {
            Scheduler scheduler = Scheduler.on(timer);
            dataSource = PooledDataSource.open(url(directory), "sa", "", PoolConfig.defaults());
            opened.push(dataSource::close);
            migration = KlibrasMigrations.migrate(dataSource);
            stores = meter.metered(
                    JdbiStores.builder(dataSource).sqlLogger(meter).build());
            model = ModelHolder.builder(() -> load(loader)).build();
            opened.push(model::close);
            InMemoryJobQueue queue = new InMemoryJobQueue(AmqpJobMessageFormat.base64(), executor, scheduler);
            InMemoryJobSignal signal = new InMemoryJobSignal();
            waiter = JobWaiter.builder(stores.jobs(), signal, scheduler, executor)
                    .build();
            opened.push(waiter::close);
            service = RecognitionService.builder(stores.catalog(), stores.jobs(), queue, waiter)
                    .listener(signal)
                    .build();
            RecognitionWorker handler = RecognitionWorker.builder(
                            stores.jobs(), stores.catalog(), extractor, model, scheduler)
                    .listener(signal)
                    .heartbeatExecutor(executor)
                    .build();
            opened.push(queue.consume(1, handler)::close);
            // A killed run leaves behind jobs that no worker will end, as their messages are lost.
            Reaper reaper = Reaper.builder(stores.jobs()).listener(signal).build();
            opened.push(reaper.start(scheduler, executor)::close);
            reaper.run();
            startTime = Duration.ofNanos(System.nanoTime() - startedAt);
        } catch (RuntimeException | Error e) {
            closeAfter(e);
            throw e;
        }
    }

    /**
     * Starts everything but the model.
     *
     * @param directory an absolute path; the folder for the database
     * @param engine the engine that computes the model
     * @param extractor extracts landmarks from the submissions; to be closed by the caller
     */
    static Demo open(Path directory, DemoEngine engine, LandmarkExtractor extractor) {
        return new Demo(directory, () -> loadAlphabet(engine), extractor);
    }

    /** Starts everything but the model, which comes from the loader. */
    static Demo open(Path directory, ModelLoader<? extends SignClassifier> loader) {
        return new Demo(directory, loader, new PoseRecordingExtractor());
    }

    /** Returns a URL with which every commit is written immediately: an announced award must survive a crash. */
    private static String url(Path directory) {
        return "jdbc:h2:file:" + directory.resolve("klibras") + ";WRITE_DELAY=0;TRACE_LEVEL_FILE=0";
    }

    /** Loads the model from a temporary file, since models are read from files. */
    private static SignClassifier loadAlphabet(DemoEngine engine) throws IOException {
        Path folder = Files.createTempDirectory("klibras-demo");
        try {
            return engine.classifier(ModelBundleReader.read(Alphabet.bundle(folder)));
        } finally {
            Files.deleteIfExists(folder.resolve(ModelBundleReader.MANIFEST));
            Files.deleteIfExists(folder.resolve(Alphabet.MODEL));
            Files.deleteIfExists(folder);
        }
    }

    private TimedClassifier load(ModelLoader<? extends SignClassifier> loader) throws Exception {
        long started = System.nanoTime();
        TimedClassifier loaded = new TimedClassifier(loader.load());
        loadTime.set(Duration.ofNanos(System.nanoTime() - started));
        classifier.set(loaded);
        return loaded;
    }

    /**
     * Fills the catalog, registers the learners, submits all scenes and then waits for each.
     *
     * @throws ModelUnavailableException if a model cannot be loaded, as jobs would wait for it
     */
    void run(List<Scene> scenes, DemoReport report) {
        fillCatalog(scenes);
        List<CompletableFuture<Submission>> submissions = new ArrayList<>();
        List<User> learners = new ArrayList<>();
        for (Scene scene : scenes) {
            User learner = learner(scene.learner());
            learners.add(learner);
            submissions.add(service.submit(learner.id(), scene.asked(), scene.video()));
        }
        requireModels(scenes);
        for (int i = 0; i < submissions.size(); i++) {
            report.outcome(i + 1, scenes.get(i), await(submissions.get(i).join(), learners.get(i)));
        }
    }

    private void requireModels(List<Scene> scenes) {
        try (Lease<TimedClassifier> lease = model.acquire()) {
            for (Scene scene : scenes) {
                extractor.prepare(scene.video(), lease.model().layout());
            }
        }
    }

    private RecognitionJob await(Submission submission, User learner) {
        if (submission instanceof Accepted accepted) {
            Optional<RecognitionJob> job =
                    service.await(accepted.jobId(), learner.id(), PATIENCE).join();
            return job.filter(found -> found.status().ended())
                    .orElseThrow(() ->
                            new IllegalStateException("Job " + accepted.jobId() + " did not end within " + PATIENCE));
        }
        throw new IllegalStateException("The recording was not accepted: " + submission);
    }

    private void fillCatalog(List<Scene> scenes) {
        Set<String> letters = new LinkedHashSet<>(Alphabet.letters());
        scenes.forEach(scene -> letters.add(scene.asked()));
        for (String letter : letters) {
            if (stores.catalog().findSignByVideoKey(letter).isEmpty()) {
                stores.catalog().addSign(new NewSign(letter, "The letter " + letter, letter, POINTS));
            }
        }
    }

    private User learner(String name) {
        Optional<User> known = stores.users().findByUsername(new Username(name));
        if (known.isPresent()) {
            return known.get();
        }
        UserAccounts accounts = new UserAccounts(stores.users(), new BcryptPasswordHasher());
        EmailAddress email = new EmailAddress(name + "@example.org");
        Registration registration = accounts.register(email, new Username(name), PASSWORD);
        if (registration instanceof Registered registered) {
            return registered.user();
        }
        if (registration instanceof EmailTaken) {
            throw new InvalidInputException("In this database " + email.value() + " belongs to another learner than '"
                    + name + "'; give another --directory");
        }
        // UsernameTaken: another process has registered the learner meanwhile.
        return stores.users().findByUsername(new Username(name)).orElseThrow();
    }

    List<LeaderboardEntry> leaderboard() {
        return new Leaderboard(stores.leaderboard(), TiePolicy.COMPETITION).top(10);
    }

    MigrationReport migration() {
        return migration;
    }

    StatementMeter meter() {
        return meter;
    }

    ModelState modelState() {
        return model.state();
    }

    /** Returns the time from the start of construction until ready for jobs. */
    Duration startTime() {
        return startTime;
    }

    /** Returns how long loading the model took; empty if it was not needed. */
    Optional<Duration> loadTime() {
        return Optional.ofNullable(loadTime.get());
    }

    /** Returns how long each classification took, in order. */
    List<Duration> classificationTimes() {
        TimedClassifier loaded = classifier.get();
        return loaded == null ? List.of() : loaded.times();
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            opened.pop().run();
        }
    }

    /** Closes everything that was opened before a step failed. */
    private void closeAfter(Throwable failure) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().run();
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
    }
}
