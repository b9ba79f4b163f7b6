package io.github.klibras.benchmarks;

import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.model.ModelHolder;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.recognition.SignClassifier;
import io.github.klibras.core.service.RecognitionWorker;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.Username;
import io.github.klibras.core.video.ChildProcessExtractor;
import io.github.klibras.inference.keras.KerasSignClassifier;
import io.github.klibras.keras.KerasModelReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Many videos through one worker, and the memory of this process and its child meanwhile. Linux only.
 *
 * <p>Arguments: {@code here} or {@code child}, the folder of MediaPipe's models, a Keras model, its labels, a clip, how
 * many times.
 */
public final class MemoryBenchmark {

    private static final int STEP = 100;
    private static final String SIGN = "sign";

    private MemoryBenchmark() {}

    public static void main(String[] args) throws IOException {
        boolean inChild = args[0].equals("child");
        List<String> labels = Files.readAllLines(Path.of(args[3]));
        Video clip = Video.of(Files.readAllBytes(Path.of(args[4])));
        int videos = Integer.parseInt(args[5]);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (ChildProcessExtractor child = ChildProcessExtractor.builder(ClipLandmarks.class, args[1], "1")
                        .build();
                ModelHolder<SignClassifier> model = ModelHolder.<SignClassifier>builder(() -> KerasSignClassifier.of(
                                KerasModelReader.read(Path.of(args[2])), labels, LandmarkLayout.POSE_HANDS))
                        .build()) {
            LandmarkExtractor extractor = inChild ? child : new ClipLandmarks().create(List.of(args[1], "1"));
            work(extractor, model, Scheduler.on(timer), clip, videos);
        } finally {
            timer.shutdownNow();
        }
    }

    private static void work(
            LandmarkExtractor extractor, ModelHolder<SignClassifier> model, Scheduler scheduler, Video clip, int videos)
            throws IOException {
        InMemoryStores stores = new InMemoryStores();
        stores.catalog().addSign(new NewSign(SIGN, "", SIGN, 10));
        long user = ((Registered) stores.users()
                        .insert(new NewUser(
                                new EmailAddress("ana@example.org"), new Username("ana"), "hash", Role.USER)))
                .user()
                .id();
        RecognitionWorker worker = RecognitionWorker.builder(
                        stores.jobs(), stores.catalog(), extractor, model, scheduler)
                .build();
        long started = System.nanoTime();
        for (int i = 1; i <= videos; i++) {
            JobId id = new JobId("job-" + i);
            stores.jobs().insert(new NewJob(id, user, SIGN, Instant.now()), JobStore.UNLIMITED);
            worker.handle(new JobMessage(id, user, SIGN, clip), 1);
            if (stores.jobs().find(id).orElseThrow().status() != JobStatus.COMPLETED) {
                throw new IllegalStateException(stores.jobs().find(id) + " was not completed");
            }
            if (i % STEP == 0 || i == 1) {
                print(i, (System.nanoTime() - started) / 1_000_000_000);
            }
        }
    }

    private static void print(int videos, long seconds) throws IOException {
        StringBuilder line = new StringBuilder(videos + " videos, " + seconds + " s: this process "
                + residentMegabytes(ProcessHandle.current().pid()) + " MB");
        for (ProcessHandle child : ProcessHandle.current().children().toList()) {
            line.append(", child ").append(residentMegabytes(child.pid())).append(" MB");
        }
        System.out.println(line);
    }

    private static long residentMegabytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1000)
                .findFirst()
                .orElseThrow();
    }
}
