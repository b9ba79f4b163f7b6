package io.github.klibras.jdbi;

import io.github.klibras.core.StoreException;
import io.github.klibras.core.backoff.Backoff;
import io.github.klibras.core.backoff.ExponentialBackoff;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.progress.Award;
import io.github.klibras.testkit.Race;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Transactions that PostgreSQL rolls back at the strictest isolation level are retried, after pauses. */
class RetriesTest {

    private static final int THREADS = 12;
    private static final int SIGNS = 30;

    private final PGSimpleDataSource dataSource = serializable();

    private static PGSimpleDataSource serializable() {
        PGSimpleDataSource dataSource = PostgresServer.INSTANCE.database(PostgresServer.INSTANCE.newDatabase());
        KlibrasMigrations.migrate(dataSource);
        dataSource.setOptions("-c default_transaction_isolation=serializable");
        return dataSource;
    }

    @AfterEach
    void requireNotInterrupted() {
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void noConcurrentAwardIsLost() {
        JdbiStores stores = JdbiStores.over(dataSource);
        List<Long> learners = List.of(
                Learners.register(stores, "ana"), Learners.register(stores, "bia"), Learners.register(stores, "caio"));
        List<Long> signs = IntStream.range(0, SIGNS)
                .mapToObj(i -> stores.catalog()
                        .addSign(new NewSign("s" + i, "", "s" + i, 10))
                        .id())
                .toList();

        // Four threads for each learner, each of which learns every sign.
        List<List<Award>> awards = Race.run(THREADS, thread -> {
            List<Award> own = new ArrayList<>();
            for (long sign : signs) {
                own.add(stores.progress().learnSign(learners.get(thread % learners.size()), sign));
            }
            return own;
        });

        assertThat(awards.stream().flatMap(List::stream).filter(Award.Granted.class::isInstance))
                .hasSize(learners.size() * SIGNS);
        assertThat(learners)
                .allSatisfy(learner -> assertThat(
                                stores.users().findById(learner).orElseThrow().points())
                        .isEqualTo(10 * SIGNS));
    }

    @Test
    void pausesGrowAndEndWithTheAttempts() {
        List<Duration> pauses = new ArrayList<>();
        Backoff backoff = new ExponentialBackoff(Duration.ofMillis(4), 2, Duration.ofMillis(10));
        JdbiStores stores = JdbiStores.builder(dataSource)
                .retries(new Retries(4, backoff, pauses::add))
                .build();
        long ana = Learners.register(stores, "ana");
        everyChangeFails("40001");

        assertThatThrownBy(() -> stores.users().changePasswordHash(ana, "other"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("40001");

        assertThat(pauses).containsExactly(Duration.ofMillis(4), Duration.ofMillis(8), Duration.ofMillis(10));
    }

    @Test
    void interruptedThreadGivesUp() {
        JdbiStores stores = JdbiStores.builder(dataSource)
                .retries(new Retries(4, Backoff.fixed(Duration.ZERO), pause -> {
                    throw new InterruptedException();
                }))
                .build();
        long ana = Learners.register(stores, "ana");
        everyChangeFails("40001");

        assertThatThrownBy(() -> stores.users().changePasswordHash(ana, "other"))
                .isInstanceOf(StoreException.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void otherFailuresAreNotRetried() {
        JdbiStores stores = JdbiStores.builder(dataSource)
                .retries(new Retries(4, Backoff.fixed(Duration.ZERO), pause -> {
                    throw new AssertionError("nothing to wait for");
                }))
                .build();
        long ana = Learners.register(stores, "ana");
        everyChangeFails("58000");

        assertThatThrownBy(() -> stores.users().changePasswordHash(ana, "other"))
                .isInstanceOf(StoreException.class);
    }

    private void everyChangeFails(String sqlState) {
        Jdbi.create(dataSource).useHandle(handle -> {
            handle.execute("create function refuse() returns trigger language plpgsql as"
                    + " $$ begin raise exception 'refused, for a test' using errcode = '" + sqlState + "'; end $$");
            handle.execute("create trigger refuse before update on users for each row execute function refuse()");
        });
    }
}
