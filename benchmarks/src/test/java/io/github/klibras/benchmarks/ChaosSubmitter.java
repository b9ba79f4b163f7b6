package io.github.klibras.benchmarks;

import io.github.klibras.amqp.AmqpJobMessageFormat;
import io.github.klibras.amqp.PublisherConfig;
import io.github.klibras.amqp.QueueTopology;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.service.RecognitionService;
import io.github.klibras.core.service.Submission;
import io.github.klibras.core.waiting.JobWaiter;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Submits jobs until there are enough, and exists to be killed: every learner shows every sign several times.
 * Arguments: URL of the database, labels separated by commas, name of the queue, total number of jobs.
 */
final class ChaosSubmitter {

    private static final int AT_ONCE = 50;

    private ChaosSubmitter() {}

    public static void main(String[] args) {
        ChaosHost host = ChaosHost.start(args[0]);
        List<Long> users = host.jdbi()
                .withHandle(handle -> handle.select("select id from users order by id")
                        .mapTo(Long.class)
                        .list());
        JobWaiter waiter = JobWaiter.builder(
                        host.stores().jobs(),
                        host.broker().signal(args[2] + ".ended"),
                        host.scheduler(),
                        host.executor())
                .build();
        RecognitionService service = RecognitionService.builder(
                        host.stores().catalog(),
                        host.stores().jobs(),
                        host.broker()
                                .queue(
                                        QueueTopology.compatible(args[2]),
                                        AmqpJobMessageFormat.base64(),
                                        PublisherConfig.builder()
                                                .timeout(Duration.ofSeconds(2))
                                                .build()),
                        waiter)
                .videos(host.stores().videos(InstantSource.system()))
                .executor(host.executor())
                .build();
        int jobs = Integer.parseInt(args[3]);
        List<String> labels = List.of(args[1].split(",", -1));
        int first = host.jdbi()
                .withHandle(handle -> handle.select("select count(*) from processing_jobs")
                        .mapTo(Integer.class)
                        .one());
        List<CompletableFuture<Submission>> pending = new ArrayList<>();
        for (int i = first; i < jobs; i++) {
            String label = labels.get(i / users.size() % labels.size());
            pending.add(service.submit(
                    users.get(i % users.size()), label, Video.of(label.getBytes(StandardCharsets.UTF_8))));
            if (pending.size() == AT_ONCE || i == jobs - 1) {
                pending.forEach(ChaosSubmitter::check);
                pending.clear();
            }
        }
        System.exit(0);
    }

    private static void check(CompletableFuture<Submission> answer) {
        if (!(answer.join() instanceof Submission.Accepted)) {
            throw new IllegalStateException("Not accepted, although there is an outbox: " + answer.join());
        }
    }
}
