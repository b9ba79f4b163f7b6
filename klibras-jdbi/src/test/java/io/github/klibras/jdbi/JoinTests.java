package io.github.klibras.jdbi;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.StoreException;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobInsertion.IdTaken;
import io.github.klibras.core.job.JobInsertion.Inserted;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Registration;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.Username;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Stores that work within the host's transaction. */
abstract class JoinTests {

    private final TestServer server;
    private DataSource dataSource;
    private JdbiStores stores;
    private long ana;
    private long sign;

    JoinTests(TestServer server) {
        this.server = server;
    }

    @BeforeEach
    void fill() {
        dataSource = server.cleaned();
        stores = JdbiStores.over(dataSource);
        ana = Learners.register(stores, "ana");
        sign = stores.catalog().addSign(new NewSign("a", "", "a", 10)).id();
    }

    @Test
    void changesBecomeVisibleToOthersWithTheHostsCommit() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            Stores joined = stores.within(connection);

            assertThat(joined.progress().learnSign(ana, sign)).isEqualTo(new Award.Granted(sign, 10, 10));
            assertThat(joined.users().findById(ana).orElseThrow().points()).isEqualTo(10);
            assertThat(stores.users().findById(ana).orElseThrow().points()).isZero();
            connection.commit();
        }
        assertThat(stores.users().findById(ana).orElseThrow().points()).isEqualTo(10);
    }

    @Test
    void changesAreUndoneByTheHostsRollback() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            stores.within(connection).progress().learnSign(ana, sign);
            stores.within(connection).jobs().insert(job("x"), JobStore.UNLIMITED);
            connection.rollback();
        }

        assertThat(stores.users().findById(ana).orElseThrow().points()).isZero();
        assertThat(stores.jobs().find(new JobId("x"))).isEmpty();
    }

    /** PostgreSQL would refuse everything after a failed statement. */
    @Test
    void refusalLeavesTheTransactionIntact() {
        stores.jobs().insert(job("taken"), JobStore.UNLIMITED);
        NewUser again = new NewUser(new EmailAddress("ana@example.org"), new Username("other"), "hash", Role.USER);

        Jdbi.create(dataSource).useTransaction(handle -> {
            Stores joined = stores.within(handle);
            assertThat(joined.progress().learnSign(ana, sign)).isInstanceOf(Award.Granted.class);
            assertThat(joined.users().insert(again)).isInstanceOf(Registration.EmailTaken.class);
            assertThat(joined.jobs().insert(job("taken"), JobStore.UNLIMITED))
                    .isEqualTo(new IdTaken(new JobId("taken")));
            assertThat(joined.jobs().insert(job("new"), 10)).isEqualTo(new Inserted(new JobId("new")));
        });

        assertThat(stores.users().findById(ana).orElseThrow().points()).isEqualTo(10);
        assertThat(stores.jobs().find(new JobId("new"))).isPresent();
    }

    /** As after a deadlock on InnoDB and H2, which roll back more than the statement. */
    @Test
    void transactionRolledBackByTheDatabaseIsReportedAsLost() throws SQLException {
        JdbiStores losing =
                JdbiStores.builder(dataSource).sqlLogger(new RollingBack()).build();
        NewUser again = new NewUser(new EmailAddress("ana@example.org"), new Username("other"), "hash", Role.USER);
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            stores.within(connection).progress().learnSign(ana, sign);

            assertThatThrownBy(() -> losing.within(connection).users().insert(again))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("whole transaction is lost");
            connection.rollback();
        }
    }

    @Test
    void finishedTransactionIsReportedAsOver() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            Stores joined = stores.within(connection);
            connection.setAutoCommit(true);

            assertThatThrownBy(() -> joined.users().findById(ana))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("is over");
        }
    }

    /** A job that was committed after the host's transaction had begun to read. */
    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_READ_COMMITTED, Connection.TRANSACTION_REPEATABLE_READ})
    void accountWithAJobUnseenByTheHostIsNotDeleted(int level) throws SQLException {
        assumeTrue(
                level == Connection.TRANSACTION_READ_COMMITTED || server.locksSeeWhatIsCommitted(),
                "At this level the database reads what was there when the transaction began; the docs say so");
        try (Connection connection = dataSource.getConnection()) {
            connection.setTransactionIsolation(level);
            connection.setAutoCommit(false);
            Stores joined = stores.within(connection);
            assertThat(joined.jobs().count(ana)).isZero();
            stores.jobs().insert(job("meanwhile"), JobStore.UNLIMITED);

            assertThat(joined.users().deleteIfWithoutJobs(ana)).isFalse();
            connection.commit();
        }
        assertThat(stores.users().findById(ana)).isPresent();
    }

    @Test
    void connectionOutsideATransactionIsRefused() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            assertThatThrownBy(() -> stores.within(connection))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("auto-commit");
        }
    }

    private NewJob job(String id) {
        return new NewJob(new JobId(id), ana, "a", Instant.EPOCH);
    }

    /** Rolls back before each statement in a transaction, as a database may do by itself. */
    private static final class RollingBack implements SqlLogger {

        @Override
        public void logBeforeExecution(StatementContext context) {
            try {
                if (!context.getConnection().getAutoCommit()) {
                    context.getConnection().rollback();
                }
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }
    }
}
