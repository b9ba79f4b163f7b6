package io.github.klibras.jdbi;

import com.zaxxer.hikari.HikariDataSource;
import io.github.klibras.core.catalog.NewModule;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.progress.Progress;
import io.github.klibras.core.store.Stores;
import io.github.klibras.testkit.Race;
import io.github.klibras.testkit.transaction.Joined;
import io.github.klibras.testkit.transaction.ObservedCommitContract;
import io.github.klibras.testkit.transaction.UnobservedCommitContract;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Stores in the transactions of hosts of all kinds. */
abstract class HostTransactionTests {

    private final TestServer server;

    HostTransactionTests(TestServer server) {
        this.server = server;
    }

    private static void rollBack(TransactionTemplate transactions, Runnable work) {
        transactions.executeWithoutResult(status -> {
            work.run();
            status.setRollbackOnly();
        });
    }

    private static Joined joined(JdbiStores stores) {
        return new Joined(stores, stores.videos(Clock.systemUTC()));
    }

    /** Spring's transactions, which give the same stores the connection of the thread's transaction. */
    @Nested
    class BySpring extends ObservedCommitContract {

        private final DataSource dataSource = server.cleaned();
        private final TransactionTemplate transactions = springOver(dataSource);
        private final JdbiStores joining =
                JdbiStores.builder(new SpringConnections(dataSource)).build();

        @Override
        protected Stores emptyStores() {
            return joining;
        }

        @Override
        protected void committing(Consumer<Joined> work) {
            transactions.executeWithoutResult(status -> work.accept(joined(joining)));
        }

        @Override
        protected void rollingBack(Consumer<Joined> work) {
            rollBack(transactions, () -> work.accept(joined(joining)));
        }

        @Override
        protected void committingNothingOf(Consumer<Joined> work) {
            TransactionTemplate nested = springOver(dataSource);
            nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
            transactions.executeWithoutResult(status -> rollBack(nested, () -> work.accept(joined(joining))));
        }
    }

    /** A host that merely passes a data source that knows its transactions. */
    @Nested
    class ByDataSource extends UnobservedCommitContract {

        private final DataSource dataSource = server.cleaned();
        private final TransactionTemplate transactions = springOver(dataSource);
        private final JdbiStores joining = JdbiStores.over(new TransactionAwareDataSourceProxy(dataSource));

        @Override
        protected Stores emptyStores() {
            return joining;
        }

        @Override
        protected void committing(Consumer<Joined> work) {
            transactions.executeWithoutResult(status -> work.accept(joined(joining)));
        }

        @Override
        protected void rollingBack(Consumer<Joined> work) {
            rollBack(transactions, () -> work.accept(joined(joining)));
        }
    }

    @Nested
    class WithinAConnection extends UnobservedCommitContract {

        private final DataSource dataSource = server.cleaned();
        private final JdbiStores plain = JdbiStores.over(dataSource);

        @Override
        protected Stores emptyStores() {
            return plain;
        }

        @Override
        protected void committing(Consumer<Joined> work) {
            inTransaction(work, Connection::commit);
        }

        @Override
        protected void rollingBack(Consumer<Joined> work) {
            inTransaction(work, Connection::rollback);
        }

        private void inTransaction(Consumer<Joined> work, End end) {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                work.accept(joined(plain.within(connection)));
                end.on(connection);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** A host that runs after-commit actions only after it has given its connection back. */
    @Nested
    class WithinAConnectionWithAHook extends ObservedCommitContract {

        private final DataSource dataSource = server.cleaned();
        private final JdbiStores plain = JdbiStores.over(dataSource);

        @Override
        protected Stores emptyStores() {
            return plain;
        }

        @Override
        protected void committing(Consumer<Joined> work) {
            inTransaction(work, Connection::commit).forEach(Runnable::run);
        }

        @Override
        protected void rollingBack(Consumer<Joined> work) {
            inTransaction(work, Connection::rollback);
        }

        @Override
        protected void committingNothingOf(Consumer<Joined> work) {
            List<Runnable> actions = new ArrayList<>();
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                Savepoint beginning = connection.setSavepoint();
                work.accept(joined(plain.within(connection, actions::add)));
                connection.rollback(beginning);
                connection.commit();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
            actions.forEach(Runnable::run);
        }

        private List<Runnable> inTransaction(Consumer<Joined> work, End end) {
            List<Runnable> actions = new ArrayList<>();
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                work.accept(joined(plain.within(connection, actions::add)));
                end.on(connection);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
            return actions;
        }
    }

    @Nested
    class WithinAHandle extends ObservedCommitContract {

        private final DataSource dataSource = server.cleaned();
        private final JdbiStores plain = JdbiStores.over(dataSource);

        @Override
        protected Stores emptyStores() {
            return plain;
        }

        @Override
        protected void committing(Consumer<Joined> work) {
            Jdbi.create(dataSource).useTransaction(handle -> work.accept(joined(plain.within(handle))));
        }

        @Override
        protected void rollingBack(Consumer<Joined> work) {
            Jdbi.create(dataSource).useTransaction(handle -> {
                work.accept(joined(plain.within(handle)));
                handle.rollback();
            });
        }

        @Override
        protected void committingNothingOf(Consumer<Joined> work) {
            Jdbi.create(dataSource).useTransaction(handle -> {
                handle.savepoint("beginning");
                work.accept(joined(plain.within(handle)));
                handle.rollbackToSavepoint("beginning");
            });
        }
    }

    /** Cases particular to Spring's transactions. */
    @Nested
    class SpringSpecifics {

        private final DataSource dataSource = server.cleaned();
        private final JdbiStores stores =
                JdbiStores.builder(new SpringConnections(dataSource)).build();
        private final TransactionTemplate transactions = springOver(dataSource);
        private final long ana = Learners.register(stores, "ana");
        private final long sign = newSign("a");
        private final List<Long> seen = new ArrayList<>();
        private final Progress progress = new Progress(stores.progress(), (learner, award) -> seen.add(award.signId()));

        /** A listener may submit a video, or grant another award. */
        @Test
        void transactionBegunByAListenerBelongsToTheHost() {
            long bia = Learners.register(stores, "bia");
            TransactionTemplate another = transactions(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
            Progress followed = new Progress(
                    stores.progress(),
                    (learner, award) -> another.executeWithoutResult(status -> {
                        stores.progress().learnSign(bia, sign);
                        status.setRollbackOnly();
                    }));

            transactions.executeWithoutResult(status -> followed.learnSign(ana, sign));

            assertThat(points(ana)).isEqualTo(10);
            assertThat(points(bia)).isZero();
        }

        @Test
        void awardRolledBackByANestedTransactionIsNotReported() {
            TransactionTemplate nested = transactions(TransactionDefinition.PROPAGATION_NESTED);
            long before = newSign("before");
            long within = newSign("within");

            transactions.executeWithoutResult(status -> {
                progress.learnSign(ana, before);
                nested.executeWithoutResult(inner -> {
                    progress.learnSign(ana, sign);
                    inner.setRollbackOnly();
                });
                nested.executeWithoutResult(inner -> progress.learnSign(ana, within));
            });

            assertThat(points(ana)).isEqualTo(20);
            assertThat(seen).containsExactly(before, within);
        }

        @Test
        void throwingHostHookDoesNotPreventNotification() {
            assertThatThrownBy(() -> transactions.executeWithoutResult(status -> {
                        afterCommit(() -> {
                            throw new IllegalStateException("for a test");
                        });
                        progress.learnSign(ana, sign);
                    }))
                    .hasMessage("for a test");

            assertThat(seen).containsExactly(sign);
        }

        @Test
        void awardMadeInAHostHookIsReported() {
            transactions.executeWithoutResult(status -> {
                stores.users().findById(ana);
                afterCommit(() -> progress.learnSign(ana, sign));
            });

            assertThat(points(ana)).isEqualTo(10);
            assertThat(seen).containsExactly(sign);
        }

        private void afterCommit(Runnable hook) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    hook.run();
                }
            });
        }

        private TransactionTemplate transactions(int propagation) {
            TransactionTemplate template = springOver(dataSource);
            template.setPropagationBehavior(propagation);
            return template;
        }

        private long newSign(String name) {
            return stores.catalog().addSign(new NewSign(name, "", name, 10)).id();
        }

        private int points(long learner) {
            return stores.users().findById(learner).orElseThrow().points();
        }
    }

    /** If calls needed a second connection, they would wait for those that the other threads hold. */
    @Test
    void tenThreadsInTransactionsAreServedByAPoolOfFive() {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(server.cleaned());
            pool.setMaximumPoolSize(5);
            JdbiStores stores = JdbiStores.builder(new SpringConnections(pool)).build();
            TransactionTemplate transactions = springOver(pool);
            List<Long> learners = learners(stores);
            long sign = stores.catalog().addSign(new NewSign("a", "", "a", 10)).id();
            CyclicBarrier allFiveConnectionsAreHeld = new CyclicBarrier(5);

            List<Award> awards = Race.run(
                    10,
                    i -> transactions.execute(status -> {
                        await(allFiveConnectionsAreHeld);
                        return stores.progress().learnSign(learners.get(i), sign);
                    }));

            assertThat(awards).allMatch(award -> award instanceof Award.Granted);
        }
    }

    /** At any isolation level of the host's transactions, which cannot be retried. */
    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_READ_COMMITTED, Connection.TRANSACTION_REPEATABLE_READ})
    void transactionsOfDifferentLearnersDoNotDeadlock(int level) {
        DataSource dataSource = server.cleaned();
        JdbiStores stores =
                JdbiStores.builder(new SpringConnections(dataSource)).build();
        TransactionTemplate transactions = springOver(dataSource);
        transactions.setIsolationLevel(level);
        List<Long> learners = learners(stores);
        long sign = stores.catalog().addSign(new NewSign("a", "", "a", 10)).id();
        long other = stores.catalog().addSign(new NewSign("b", "", "b", 10)).id();
        long module = stores.catalog()
                .addModule(new NewModule("m", Set.of(sign, other)))
                .id();

        Race.run(
                10,
                i -> transactions.execute(status -> {
                    stores.progress().learnSign(learners.get(i), sign);
                    stores.jobs().insert(new NewJob(new JobId("job" + i), learners.get(i), "a", Instant.EPOCH), 5);
                    stores.progress().completeModule(learners.get(i), module);
                    return i;
                }));

        assertThat(learners)
                .allSatisfy(learner -> assertThat(
                                stores.users().findById(learner).orElseThrow().points())
                        .isEqualTo(20));
    }

    private static TransactionTemplate springOver(DataSource dataSource) {
        return new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    }

    private static List<Long> learners(Stores stores) {
        return IntStream.range(0, 10)
                .mapToObj(i -> Learners.register(stores, "learner" + i))
                .toList();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @FunctionalInterface
    private interface End {
        void on(Connection connection) throws SQLException;
    }
}
