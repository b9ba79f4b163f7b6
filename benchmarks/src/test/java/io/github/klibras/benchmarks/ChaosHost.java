package io.github.klibras.benchmarks;

import io.github.klibras.amqp.Broker;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.jdbi.JdbiStores;
import io.github.klibras.jdbi.PoolConfig;
import io.github.klibras.jdbi.PooledDataSource;
import org.jdbi.v3.core.Jdbi;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;

/** A process with a worker or a submitter in it. Nothing of it is closed: it is there to be killed. */
record ChaosHost(JdbiStores stores, Jdbi jdbi, Broker broker, Scheduler scheduler, ExecutorService executor) {

    static ChaosHost start(String databaseUrl) {
        Environment.logOnly(Level.SEVERE);
        Scheduler scheduler = Scheduler.on(Executors.newScheduledThreadPool(2));
        PooledDataSource pool = PostgresServer.open(
                databaseUrl,
                PoolConfig.builder().maximumPoolSize(16).minimumIdle(8).build());
        return new ChaosHost(
                JdbiStores.over(pool),
                Jdbi.create(pool),
                RabbitServer.start(scheduler),
                scheduler,
                Executors.newCachedThreadPool());
    }
}
