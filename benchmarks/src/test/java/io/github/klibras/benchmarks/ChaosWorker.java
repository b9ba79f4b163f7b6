package io.github.klibras.benchmarks;

import io.github.klibras.amqp.AmqpJobMessageFormat;
import io.github.klibras.amqp.AmqpJobSignal;
import io.github.klibras.amqp.ConsumerConfig;
import io.github.klibras.amqp.QueueTopology;
import io.github.klibras.core.landmark.ExtractedLandmarks;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.model.ModelHolder;
import io.github.klibras.core.queue.Disposition;
import io.github.klibras.core.queue.JobHandler;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.MalformedMessageException;
import io.github.klibras.core.recognition.Prediction;
import io.github.klibras.core.recognition.SignClassifier;
import io.github.klibras.core.service.RecognitionWorker;
import io.github.klibras.core.service.WorkerConfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * A worker that exists to be killed. Its videos are the names of signs, which it recognizes after a while. Arguments:
 * URL of the database, labels separated by commas, name of the queue, a file to which it appends each delivery.
 */
final class ChaosWorker {

    static final Duration LEASE = Duration.ofSeconds(4);

    private static final int FRAMES = 2;

    private ChaosWorker() {}

    public static void main(String[] args) throws Exception {
        ChaosHost host = ChaosHost.start(args[0]);
        QueueTopology topology = QueueTopology.compatible(args[2]);
        AmqpJobSignal signal = host.broker().signal(args[2] + ".ended");
        ThreadLocal<String> seen = new ThreadLocal<>();
        RecognitionWorker worker = RecognitionWorker.builder(
                        host.stores().jobs(),
                        host.stores().catalog(),
                        (video, request) -> {
                            seen.set(new String(video.toByteArray(), StandardCharsets.UTF_8));
                            pause();
                            return new ExtractedLandmarks(
                                    LandmarkSequence.of(
                                            request.layout(),
                                            new float[FRAMES * request.layout().features()]),
                                    FRAMES,
                                    FRAMES);
                        },
                        ModelHolder.<SignClassifier>builder(() -> new Seer(List.of(args[1].split(",")), seen))
                                .build(),
                        host.scheduler())
                .config(WorkerConfig.builder()
                        .lease(LEASE)
                        .heartbeat(LEASE.dividedBy(4))
                        .maxAttempts(50)
                        .build())
                .videos(host.stores().videos(InstantSource.system()))
                .heartbeatExecutor(host.executor())
                .listener(signal)
                .build();
        host.broker()
                .source(topology, AmqpJobMessageFormat.base64(), ConsumerConfig.defaults())
                .consume(4, noting(Path.of(args[3]), worker));
        Thread.currentThread().join();
    }

    private static void pause() {
        try {
            Thread.sleep(30);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JobHandler noting(Path file, JobHandler handler) {
        return new JobHandler() {
            @Override
            public Disposition handle(JobMessage message, int delivery) {
                try {
                    Files.writeString(
                            file, message.jobId() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                return handler.handle(message, delivery);
            }

            @Override
            public Disposition handleMalformed(MalformedMessageException problem, int delivery) {
                return handler.handleMalformed(problem, delivery);
            }
        };
    }

    /** Recognizes the sign that the video names. */
    private record Seer(List<String> labels, ThreadLocal<String> seen) implements SignClassifier {

        @Override
        public LandmarkLayout layout() {
            return LandmarkLayout.POSE_HANDS;
        }

        @Override
        public int frames() {
            return FRAMES;
        }

        @Override
        public Prediction classify(LandmarkSequence sequence) {
            float[] probabilities = new float[labels.size()];
            probabilities[labels.indexOf(seen.get())] = 1;
            return Prediction.of(labels, probabilities);
        }

        @Override
        public void close() {}
    }
}
