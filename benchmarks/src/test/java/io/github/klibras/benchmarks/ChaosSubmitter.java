package io.github.klibras.benchmarks;

import io.github.klibras.amqp.AmqpJobMessageFormat;
import io.github.klibras.amqp.Broker;
import io.github.klibras.amqp.BrokerConfig;
import io.github.klibras.amqp.PublisherConfig;
import io.github.klibras.amqp.QueueTopology;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.service.RecognitionService;
import io.github.klibras.core.service.Submission;
import io.github.klibras.core.waiting.JobWaiter;
import io.github.klibras.jdbi.JdbiStores;
import io.github.klibras.jdbi.PoolConfig;
import io.github.klibras.jdbi.PooledDataSource;
import org.jdbi.v3.core.Jdbi;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Hands in jobs until there are enough, and is there to be killed: every learner shows every sign several times over.
 * Arguments: URL of the database, labels separated by commas, name of the queue, how many jobs there are to be.
 */
final class ChaosSubmitter {

    private static final int AT_ONCE = 50;

    private ChaosSubmitter() {}

    public static void main(String[] args) {
        Logger.getLogger("").setLevel(Level.SEVERE);
        ExecutorService executor = Executors.newCachedThreadPool();
        Scheduler scheduler = Scheduler.on(Executors.newScheduledThreadPool(2));
        PooledDataSource pool = PooledDataSource.open(
                args[0],
                ToolScript.variable("KLIBRAS_POSTGRES_USER"),
                ToolScript.variable("KLIBRAS_POSTGRES_PASSWORD"),
                PoolConfig.builder().maximumPoolSize(16).minimumIdle(8).build());
        JdbiStores stores = JdbiStores.over(pool);
        Jdbi jdbi = Jdbi.create(pool);
        List<Long> users = jdbi.withHandle(handle -> handle.select("select id from users order by id")
                .mapTo(Long.class)
                .list());
        Broker broker = Broker.start(
                BrokerConfig.builder(ToolScript.variable("KLIBRAS_AMQP_URI")).build(), scheduler);
        JobWaiter waiter = JobWaiter.builder(stores.jobs(), broker.signal(args[2] + ".ended"), scheduler, executor)
                .build();
        RecognitionService service = RecognitionService.builder(
                        stores.catalog(),
                        stores.jobs(),
                        broker.queue(
                                QueueTopology.compatible(args[2]),
                                AmqpJobMessageFormat.base64(),
                                PublisherConfig.builder()
                                        .timeout(Duration.ofSeconds(2))
                                        .build()),
                        waiter)
                .videos(stores.videos(InstantSource.system()))
                .executor(executor)
                .build();
        int jobs = Integer.parseInt(args[3]);
        List<String> labels = List.of(args[1].split(",", -1));
        int first = jdbi.withHandle(handle -> handle.select("select count(*) from processing_jobs")
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
