package io.github.klibras.examples;

import io.github.klibras.amqp.AmqpJobMessageFormat;
import io.github.klibras.amqp.Broker;
import io.github.klibras.amqp.BrokerConfig;
import io.github.klibras.amqp.ConsumerConfig;
import io.github.klibras.amqp.PublisherConfig;
import io.github.klibras.amqp.QueueTopology;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.inmemory.InsecurePasswordHasher;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.landmark.PoseRecordingExtractor;
import io.github.klibras.core.model.ModelHolder;
import io.github.klibras.core.queue.JobQueue;
import io.github.klibras.core.queue.JobSource;
import io.github.klibras.core.recognition.SignClassifier;
import io.github.klibras.core.service.RecognitionService;
import io.github.klibras.core.service.RecognitionWorker;
import io.github.klibras.core.service.Submission.Accepted;
import io.github.klibras.core.service.WorkerConfig;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.UserAccounts;
import io.github.klibras.core.user.Username;
import io.github.klibras.core.waiting.JobWaiter;
import io.github.klibras.inference.dl4j.Dl4jSignClassifier;
import io.github.klibras.inference.keras.ModelBundleReader;
import io.github.klibras.jdbi.JdbiStores;
import io.github.klibras.jdbi.KlibrasMigrations;
import io.github.klibras.jdbi.PoolConfig;
import io.github.klibras.jdbi.PooledDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Logger;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs the steps of the messaging guide: API and worker with a broker between them. */
@EnabledIf(value = "io.github.klibras.examples.RabbitMqTest#available", disabledReason = "There is no broker")
class RabbitMqTest {

    private static final String URI = "KLIBRAS_AMQP_URI";

    @TempDir
    private Path folder = Path.of("");

    static boolean available() {
        boolean available = System.getenv(URI) != null;
        if (!available) {
            Logger.getLogger(RabbitMqTest.class.getName())
                    .warning("RabbitMQ is not tested: " + URI + " is not set; tools/broker starts a server");
        }
        return available;
    }

    // snippet rabbitmq-open
    /** Connects now, and reconnects when the connection is lost; {@code Broker.start} would also start without one. */
    private static Broker open(String uri, QueueTopology topology, Scheduler scheduler) {
        Broker broker = Broker.connect(
                BrokerConfig.builder(uri).connectionName("my-app").build(), scheduler);
        broker.declare(topology); // fails if a queue of that name has other properties
        return broker;
    }
    // end

    // snippet rabbitmq-api
    /** Publishes, and is notified of jobs that ended elsewhere. */
    private static RecognitionService api(
            Broker broker, QueueTopology topology, Stores stores, Scheduler scheduler, ExecutorService executor) {
        JobQueue queue = broker.queue(topology, AmqpJobMessageFormat.base64(), PublisherConfig.defaults());
        JobWaiter waiter = JobWaiter.builder(stores.jobs(), broker.signal(), scheduler, executor)
                .build();
        return RecognitionService.builder(stores.catalog(), stores.jobs(), queue, waiter)
                .openLimit(20)
                .executor(executor)
                .build();
    }
    // end

    // snippet rabbitmq-worker
    /** Consumes, and announces jobs that have ended. */
    private static JobSource.Subscription work(
            Broker broker, QueueTopology topology, RecognitionWorker.Builder builder) {
        WorkerConfig config = WorkerConfig.defaults();
        RecognitionWorker worker =
                builder.config(config).listener(broker.signal()).build();
        ConsumerConfig limits =
                ConsumerConfig.builder().runLimit(config.maxRun()).build();
        return broker.source(topology, AmqpJobMessageFormat.base64(), limits).consume(2, worker);
    }
    // end

    @Test
    void recordingIsSentThroughTheBrokerAndPaid() throws Exception {
        ExecutorService executor = Executors.newCachedThreadPool();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        Scheduler scheduler = Scheduler.on(timer);
        String uri = Objects.requireNonNull(System.getenv(URI));
        QueueTopology topology = QueueTopology.quorum("test-" + UUID.randomUUID());
        String url = "jdbc:h2:file:" + folder.resolve("klibras").toAbsolutePath();
        Path bundle = Alphabet.bundle(folder);
        try (PooledDataSource pool = PooledDataSource.open(url, "sa", "", PoolConfig.defaults());
                ModelHolder<SignClassifier> model = ModelHolder.<SignClassifier>builder(
                                () -> Dl4jSignClassifier.of(ModelBundleReader.read(bundle)))
                        .build();
                Broker here = open(uri, topology, scheduler);
                Broker there = open(uri, topology, scheduler)) {
            KlibrasMigrations.migrate(pool);
            Stores stores = JdbiStores.over(pool);
            stores.catalog().addSign(new NewSign("L", "", "L", 10));
            UserAccounts accounts = new UserAccounts(stores.users(), new InsecurePasswordHasher());
            long ana = ((Registered) accounts.register(
                            new EmailAddress("ana@example.org"), new Username("ana"), "senha secreta"))
                    .user()
                    .id();
            RecognitionService api = api(here, topology, stores, scheduler, executor);

            try (JobSource.Subscription working = work(
                    there,
                    topology,
                    RecognitionWorker.builder(
                                    stores.jobs(), stores.catalog(), new PoseRecordingExtractor(), model, scheduler)
                            .heartbeatExecutor(executor))) {
                Accepted accepted =
                        (Accepted) api.submit(ana, "L", Alphabet.recording("L")).join();
                RecognitionJob job = api.await(accepted.jobId(), ana, Duration.ofMinutes(1))
                        .join()
                        .orElseThrow();

                assertThat(job.awardedPoints()).isEqualTo(10);
                working.close();
            }
            here.delete(topology);
        } finally {
            timer.shutdownNow();
            executor.shutdownNow();
        }
    }
}
