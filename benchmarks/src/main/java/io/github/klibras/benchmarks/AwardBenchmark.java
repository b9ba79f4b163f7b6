package io.github.klibras.benchmarks;

import io.github.klibras.core.StoreException;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.store.Stores;
import io.github.klibras.jdbi.JdbiStores;
import io.github.klibras.jdbi.PoolConfig;
import io.github.klibras.jdbi.PooledDataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;

/**
 * Awards per second on PostgreSQL, and points lost, with 1, 8 and 32 threads: for random learners, and all for one
 * learner. The peer sends the statements of an application that reads an entity, adds to it and has an ORM write
 * it back.
 *
 * <p>Needs the variables of {@code tools/databases}.
 */
public final class AwardBenchmark {

    private static final int LEARNERS = 10_000;
    private static final int SIGNS = 60_000;
    private static final int POINTS = 3;
    private static final long RUN_NANOS = TimeUnit.SECONDS.toNanos(4);

    private interface Way {
        /** Returns whether the award was paid. */
        boolean award(long userId, long signId);
    }

    private final Jdbi jdbi;
    private final Stores stores;

    private AwardBenchmark(PooledDataSource dataSource) {
        this.jdbi = Jdbi.create(dataSource);
        this.stores = JdbiStores.over(dataSource);
    }

    public static void main(String[] args) throws Exception {
        Environment.logOnly(Level.OFF);
        PoolConfig config =
                PoolConfig.builder().maximumPoolSize(36).minimumIdle(32).build();
        try (PooledDataSource dataSource = PostgresServer.newDatabase("klibras_awards", config)) {
            new AwardBenchmark(dataSource).run();
        }
    }

    private void run() throws Exception {
        System.out.printf("%s; Java %s%n", PostgresServer.version(jdbi), System.getProperty("java.version"));
        System.out.printf("%-44s %8s %12s %12s %8s%n", "", "threads", "awards/s", "points lost", "errors");
        measure("warm-up", this::ours, 8, false);
        for (boolean hot : new boolean[] {false, true}) {
            for (int threads : new int[] {1, 8, 32}) {
                String who = hot ? ", one learner" : ", random learners";
                measure("KLibras" + who, this::ours, threads, hot);
                measure("read, add, write back" + who, this::readModifyWrite, threads, hot);
            }
        }
    }

    private boolean ours(long userId, long signId) {
        return stores.progress().learnSign(userId, signId) instanceof Award.Granted;
    }

    private boolean readModifyWrite(long userId, long signId) {
        return jdbi.inTransaction(handle -> {
            int points = handle.select("select points from users where id = ?", userId)
                    .mapTo(Integer.class)
                    .one();
            boolean known = handle.select(
                            "select 1 from user_sign_association where user_id = ? and sign_id = ?", userId, signId)
                    .mapTo(Integer.class)
                    .findOne()
                    .isPresent();
            if (known) {
                return false;
            }
            int price = handle.select("select pontos from signs where id = ?", signId)
                    .mapTo(Integer.class)
                    .one();
            handle.execute("insert into user_sign_association (user_id, sign_id) values (?, ?)", userId, signId);
            handle.execute("update users set points = ? where id = ?", points + price, userId);
            return true;
        });
    }

    private void measure(String name, Way way, int threads, boolean hot) throws Exception {
        jdbi.useHandle(AwardBenchmark::empty);
        LongAdder awards = new LongAdder();
        LongAdder errors = new LongAdder();
        AtomicInteger next = new AtomicInteger();
        long end = System.nanoTime() + RUN_NANOS;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(pool.submit(() -> {
                while (System.nanoTime() < end) {
                    int number = next.getAndIncrement();
                    long user = hot ? 1 : 1 + Math.floorMod(number * 7919L, (long) LEARNERS);
                    try {
                        if (way.award(user, 1 + number % SIGNS)) {
                            awards.increment();
                        }
                    } catch (JdbiException | StoreException e) {
                        errors.increment();
                    }
                }
            }));
        }
        for (Future<?> future : running) {
            future.get();
        }
        pool.shutdown();
        long paid = jdbi.withHandle(handle ->
                handle.select("select sum(points) from users").mapTo(Long.class).one());
        if (!name.equals("warm-up")) {
            System.out.printf(
                    "%-44s %8d %,12.0f %,12d %8d%n",
                    name, threads, awards.sum() / (RUN_NANOS / 1e9), awards.sum() * POINTS - paid, errors.sum());
        }
    }

    private static void empty(Handle handle) {
        handle.execute("truncate user_sign_association, users, signs cascade");
        handle.execute(
                "insert into users (id, email, username, password, points, role)"
                        + " select u, 'u' || u, 'u' || u, '', 0, 'USER' from generate_series(1, ?) u",
                LEARNERS);
        handle.execute(
                "insert into signs (id, name, \"desc\", \"videoUrl\", pontos)"
                        + " select s, 's' || s, '', 's' || s, ? from generate_series(1, ?) s",
                POINTS,
                SIGNS);
        handle.execute("analyze");
    }
}
