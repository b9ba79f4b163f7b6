package io.github.klibras.examples;

import io.github.klibras.amqp.AmqpJobMessageFormat;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.inmemory.InMemoryJobQueue;
import io.github.klibras.core.inmemory.InMemoryJobSignal;
import io.github.klibras.core.inmemory.InsecurePasswordHasher;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.Mirroring;
import io.github.klibras.core.landmark.PoseRecordingExtractor;
import io.github.klibras.core.landmark.Preprocessing;
import io.github.klibras.core.model.ModelHolder;
import io.github.klibras.core.queue.JobQueue;
import io.github.klibras.core.queue.JobSource;
import io.github.klibras.core.recognition.ModelBundle;
import io.github.klibras.core.recognition.SignClassifier;
import io.github.klibras.core.service.RecognitionService;
import io.github.klibras.core.service.RecognitionWorker;
import io.github.klibras.core.service.Submission.Accepted;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.UserAccounts;
import io.github.klibras.core.user.Username;
import io.github.klibras.core.waiting.JobWaiter;
import io.github.klibras.inference.dl4j.Dl4jSignClassifier;
import io.github.klibras.jdbi.JdbiStores;
import io.github.klibras.jdbi.KlibrasMigrations;
import io.github.klibras.jdbi.PoolConfig;
import io.github.klibras.jdbi.PooledDataSource;
import io.github.klibras.keras.KerasModelReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The steps of the embedding guide that need adapters: API and worker as two halves that share only their parameters.
 */
class AdaptersTest {

    @TempDir
    private Path folder = Path.of("");

    // snippet stores-jdbi
    /** Brings the schema up to date, and returns the stores over the pool. */
    private static Stores openStores(PooledDataSource pool) {
        KlibrasMigrations.migrate(pool); // once, explicitly: nothing else changes the schema
        return JdbiStores.over(pool); // never closes a pool that it did not open
    }
    // end

    // snippet model-bundle
    /** Records what was decided at training time; the worker takes preprocessing and threshold from the bundle. */
    private static ModelBundle describe(Path modelFile) throws IOException {
        try (InputStream bytes = Files.newInputStream(modelFile)) {
            return ModelBundle.builder(
                            "alphabet",
                            Alphabet.labels(),
                            LandmarkLayout.POSE_HANDS,
                            new FrameSampler(100),
                            ModelBundle.sha256Of(bytes))
                    .preprocessing(Preprocessing.DEFAULT.with(Mirroring.NONE)) // as the camera saw the learner
                    .threshold(0.8)
                    .build();
        }
    }
    // end

    // snippet model-dl4j
    /** Loads on first use, and never lends a model whose results are wrong. */
    private static ModelHolder<SignClassifier> lazily(ModelBundle bundle, Path modelFile) {
        return ModelHolder.<SignClassifier>builder(
                        () -> Dl4jSignClassifier.of(KerasModelReader.read(modelFile), bundle.labels(), bundle.layout()))
                .warmUp(bundle::verifyClassifier)
                .build();
    }
    // end

    // snippet worker-process
    /** Starts the worker half: it needs stores, messages and a model, and knows nothing about waiting learners. */
    private static JobSource.Subscription startWorker(
            JobSource messages,
            Stores stores,
            ModelBundle bundle,
            ModelHolder<SignClassifier> model,
            Scheduler scheduler,
            ExecutorService executor) {
        RecognitionWorker worker = RecognitionWorker.builder(
                        stores.jobs(), stores.catalog(), new PoseRecordingExtractor(), model, scheduler)
                .bundle(bundle)
                .heartbeatExecutor(executor)
                .build();
        return messages.consume(2, worker);
    }
    // end

    // snippet api-process
    /** Starts the half that serves learners. Without a signal from the worker half, waiting falls back to polling. */
    private static RecognitionService startApi(
            JobQueue queue, Stores stores, Scheduler scheduler, ExecutorService executor) {
        JobWaiter waiter = JobWaiter.builder(stores.jobs(), new InMemoryJobSignal(), scheduler, executor)
                .build();
        return RecognitionService.builder(stores.catalog(), stores.jobs(), queue, waiter)
                .openLimit(20)
                .executor(executor)
                .build();
    }
    // end

    @Test
    void recordingIsPaidWithApiAndWorkerApart() throws Exception {
        ExecutorService executor = Executors.newCachedThreadPool();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        Scheduler scheduler = Scheduler.on(timer);
        String url = "jdbc:h2:file:" + folder.resolve("klibras").toAbsolutePath();
        InMemoryJobQueue queue = new InMemoryJobQueue(AmqpJobMessageFormat.base64(), executor, scheduler);
        Path modelFile = Alphabet.modelFile(folder);
        ModelBundle bundle = describe(modelFile);
        try (PooledDataSource pool = PooledDataSource.open(url, "sa", "", PoolConfig.defaults());
                ModelHolder<SignClassifier> model = lazily(bundle, modelFile);
                JobSource.Subscription working =
                        startWorker(queue, openStores(pool), bundle, model, scheduler, executor)) {
            Stores stores = JdbiStores.over(pool);
            stores.catalog().addSign(new NewSign("L", "", "L", 10));
            UserAccounts accounts = new UserAccounts(stores.users(), new InsecurePasswordHasher());
            long ana = ((Registered) accounts.register(
                            new EmailAddress("ana@example.org"), new Username("ana"), "senha secreta"))
                    .user()
                    .id();
            RecognitionService api = startApi(queue, stores, scheduler, executor);

            Accepted accepted =
                    (Accepted) api.submit(ana, "L", Alphabet.recording("L")).join();
            RecognitionJob job = api.await(accepted.jobId(), ana, Duration.ofMinutes(1))
                    .join()
                    .orElseThrow();

            working.close();
            assertThat(job.awardedPoints()).isEqualTo(10);
            assertThat(job.recognition()).isNotNull().matches(found -> found.confidence() > 0.99);
        } finally {
            timer.shutdownNow();
            executor.shutdownNow();
        }
    }
}
