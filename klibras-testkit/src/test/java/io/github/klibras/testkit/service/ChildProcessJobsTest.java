package io.github.klibras.testkit.service;

import io.github.klibras.core.backoff.Backoff;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.landmark.ExtractedLandmarks;
import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.model.ModelHolder;
import io.github.klibras.core.queue.Disposition;
import io.github.klibras.core.queue.Disposition.Done;
import io.github.klibras.core.queue.Disposition.RetryAfter;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.service.RecognitionWorker;
import io.github.klibras.core.service.WorkerConfig;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.Username;
import io.github.klibras.core.video.ChildProcessExtractor;
import io.github.klibras.core.video.ExtractorFactory;
import io.github.klibras.testkit.FakeClassifier;
import io.github.klibras.testkit.VirtualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** A worker that reads its videos in a child process, which some of the videos kill. */
@Timeout(60)
class ChildProcessJobsTest {

    private static final byte HARMLESS = 0;
    private static final byte DEADLY = 1;

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-26T12:00:00Z"));
    private final InMemoryStores stores = new InMemoryStores();
    private final ChildProcessExtractor extractor =
            ChildProcessExtractor.builder(Fragile.class).build();
    private final RecognitionWorker worker = RecognitionWorker.builder(
                    stores.jobs(),
                    stores.catalog(),
                    extractor,
                    ModelHolder.builder(() -> new FakeClassifier("bom_dia")).build(),
                    time)
            .config(WorkerConfig.builder()
                    .maxAttempts(2)
                    .retryBackoff(Backoff.fixed(Duration.ofSeconds(10)))
                    .build())
            .clock(time)
            .build();
    private long ana;

    /** Creates an extractor that kills its process on a deadly video. */
    public static final class Fragile implements ExtractorFactory {
        @Override
        public LandmarkExtractor create(List<String> arguments) {
            return (video, request) -> {
                if (video.toByteArray()[0] == DEADLY) {
                    Runtime.getRuntime().halt(99);
                }
                float[] values =
                        new float[request.sampler().frames() * request.layout().features()];
                return new ExtractedLandmarks(LandmarkSequence.of(request.layout(), values), 1, 1);
            };
        }
    }

    @BeforeEach
    void fill() {
        ana = ((Registered) stores.users()
                        .insert(new NewUser(
                                new EmailAddress("ana@example.org"), new Username("ana"), "hash", Role.USER)))
                .user()
                .id();
        stores.catalog().addSign(new NewSign("Bom dia", "", "bom_dia", 10));
    }

    @AfterEach
    void close() {
        extractor.close();
    }

    @Test
    void videoThatKillsTheProcessCostsAttemptsOfItsOwnJobOnly() {
        JobMessage deadly = submitted("deadly", DEADLY);
        JobMessage harmless = submitted("harmless", HARMLESS);

        assertThat(handle(deadly)).isEqualTo(new RetryAfter(Duration.ofSeconds(10)));
        assertThat(handle(harmless)).isEqualTo(new Done());
        assertThat(handle(deadly)).isEqualTo(new Done());

        assertThat(job(harmless).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job(harmless).awardedPoints()).isEqualTo(10);
        assertThat(job(deadly).status()).isEqualTo(JobStatus.FAILED);
        assertThat(job(deadly).error()).isEqualTo("Given up after 2 attempts");
    }

    private JobMessage submitted(String id, byte kind) {
        JobId job = new JobId(id);
        stores.jobs().insert(new NewJob(job, ana, "bom_dia", time.instant()), JobStore.UNLIMITED);
        return new JobMessage(job, ana, "bom_dia", Video.of(new byte[] {kind}));
    }

    private Disposition handle(JobMessage message) {
        return worker.handle(message, 1);
    }

    private RecognitionJob job(JobMessage message) {
        return stores.jobs().find(message.jobId()).orElseThrow();
    }
}
