package io.github.klibras.examples;

import io.github.klibras.amqp.AmqpJobMessageFormat;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.inmemory.InMemoryJobQueue;
import io.github.klibras.core.inmemory.InMemoryJobSignal;
import io.github.klibras.core.inmemory.InsecurePasswordHasher;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.landmark.DepthUnit;
import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.model.ModelHolder;
import io.github.klibras.core.queue.JobSource;
import io.github.klibras.core.recognition.SignClassifier;
import io.github.klibras.core.service.RecognitionService;
import io.github.klibras.core.service.RecognitionWorker;
import io.github.klibras.core.service.Submission.Accepted;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.UserAccounts;
import io.github.klibras.core.user.Username;
import io.github.klibras.core.video.ChildProcessExtractor;
import io.github.klibras.core.waiting.JobWaiter;
import io.github.klibras.inference.dl4j.Dl4jSignClassifier;
import io.github.klibras.inference.keras.KerasSignClassifier;
import io.github.klibras.jdbi.JdbiStores;
import io.github.klibras.jdbi.KlibrasMigrations;
import io.github.klibras.jdbi.PoolConfig;
import io.github.klibras.jdbi.PooledDataSource;
import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.KerasModelReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import static org.assertj.core.api.Assertions.assertThat;

/** Sends a real clip through queue, worker and database, in the formats of different phones and browsers. */
@Tag("one-jdk")
class VideoJobsTest {

    private static final String SIGN = "Escola";

    @TempDir
    private Path folder = Path.of("");

    private enum Engine {
        KERAS {
            @Override
            SignClassifier classifier(KerasModel model, List<String> labels) {
                return KerasSignClassifier.of(model, labels, LandmarkLayout.POSE_HANDS);
            }
        },
        DL4J {
            @Override
            SignClassifier classifier(KerasModel model, List<String> labels) {
                return Dl4jSignClassifier.of(model, labels, LandmarkLayout.POSE_HANDS);
            }
        };

        abstract SignClassifier classifier(KerasModel model, List<String> labels);
    }

    @ParameterizedTest
    @CsvSource({
        "Escola.mp4, KERAS",
        "Escola.webm, KERAS",
        "Escola.hevc.mp4, KERAS",
        "Escola.mp4, DL4J",
        "Escola.webm, DL4J",
        "Escola.hevc.mp4, DL4J"
    })
    void aClipIsRecognizedAndPaidOnce(String file, Engine engine) throws Exception {
        try (FileExtractor extractor = FileExtractor.of(DepthUnit.DETECT, SharedData.file("models/mediapipe"), false)) {
            assertRecognizedAndPaidOnce(file, engine, extractor);
        }
    }

    @Test
    void clipReadByAChildProcessIsRecognizedAndPaidOnce() throws Exception {
        String models = SharedData.file("models/mediapipe").toString();
        try (ChildProcessExtractor extractor =
                ChildProcessExtractor.builder(LandmarkFactory.class, models).build()) {
            assertRecognizedAndPaidOnce("Escola.mp4", Engine.KERAS, extractor);
        }
    }

    private void assertRecognizedAndPaidOnce(String file, Engine engine, LandmarkExtractor extractor) throws Exception {
        Video video = Video.of(Files.readAllBytes(clip(file)));
        Path models = SharedData.file("models");
        List<String> labels = Files.readAllLines(models.resolve("words.labels.txt"));
        ExecutorService executor = Executors.newCachedThreadPool();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        Scheduler scheduler = Scheduler.on(timer);
        InMemoryJobQueue queue = new InMemoryJobQueue(AmqpJobMessageFormat.base64(), executor, scheduler);
        InMemoryJobSignal signal = new InMemoryJobSignal();
        String url = "jdbc:h2:file:" + folder.resolve("klibras").toAbsolutePath();
        try (PooledDataSource pool = PooledDataSource.open(url, "sa", "", PoolConfig.defaults());
                ModelHolder<SignClassifier> model = ModelHolder.builder(
                                () -> engine.classifier(KerasModelReader.read(models.resolve("words.keras")), labels))
                        .build()) {
            KlibrasMigrations.migrate(pool);
            Stores stores = JdbiStores.over(pool);
            stores.catalog().addSign(new NewSign(SIGN, "", SIGN, 10));
            JobWaiter waiter = JobWaiter.builder(stores.jobs(), signal, scheduler, executor)
                    .build();
            RecognitionService service = RecognitionService.builder(stores.catalog(), stores.jobs(), queue, waiter)
                    .listener(signal)
                    .build();
            RecognitionWorker worker = RecognitionWorker.builder(
                            stores.jobs(), stores.catalog(), extractor, model, scheduler)
                    .listener(signal)
                    .heartbeatExecutor(executor)
                    .build();
            long ana = registered(stores);

            JobSource.Subscription working = queue.consume(1, worker);
            try (working) {
                RecognitionJob first = recognized(service, ana, video);
                RecognitionJob second = recognized(service, ana, video);

                assertThat(first.status()).as(first.error()).isEqualTo(JobStatus.COMPLETED);
                assertThat(first.recognition()).isNotNull().matches(found -> found.confidence() > 0.9);
                assertThat(first.awardedPoints()).isEqualTo(10);
                assertThat(second.recognition()).isEqualTo(first.recognition());
                assertThat(second.awardedPoints()).isZero();
                assertThat(stores.users().findById(ana).orElseThrow().points()).isEqualTo(10);
            }
        } finally {
            timer.shutdownNow();
            executor.shutdownNow();
        }
    }

    private static long registered(Stores stores) {
        UserAccounts accounts = new UserAccounts(stores.users(), new InsecurePasswordHasher());
        return ((Registered)
                        accounts.register(new EmailAddress("ana@example.org"), new Username("ana"), "senha secreta"))
                .user()
                .id();
    }

    private static RecognitionJob recognized(RecognitionService service, long user, Video video) {
        Accepted accepted = (Accepted) service.submit(user, SIGN, video).join();
        return service.await(accepted.jobId(), user, Duration.ofMinutes(2))
                .join()
                .orElseThrow();
    }

    /** Returns a clip. Those in other codecs are made by tools/transcode.py, which .ci/run calls. */
    private static Path clip(String file) throws IOException {
        Path original = SharedData.file("videos").resolve(file);
        if (Files.exists(original)) {
            return original;
        }
        return SharedData.fileOf("KLIBRAS_CLIPS", file);
    }
}
