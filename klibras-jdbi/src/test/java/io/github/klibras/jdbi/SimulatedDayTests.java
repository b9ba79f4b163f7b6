package io.github.klibras.jdbi;

import com.zaxxer.hikari.HikariDataSource;
import io.github.klibras.core.store.Stores;
import io.github.klibras.testkit.simulation.Simulation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Simulated days of service with all kinds of faults, on a real database: they proceed as in memory, event by event.
 */
abstract class SimulatedDayTests {

    /** Kept, so that its level is not lost: deliberate faults would fill the log. */
    private static final Logger LOG = Logger.getLogger("io.github.klibras.core");

    /** The seed of a day with few jobs, which end in all ways. */
    private static final long SHORT_DAY = 35;

    private final TestServer server;

    SimulatedDayTests(TestServer server) {
        this.server = server;
    }

    @BeforeAll
    static void silence() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void speak() {
        LOG.setLevel(null);
    }

    @Test
    void simulatedDaysProceedAsInMemory() {
        int days = Integer.getInteger("klibras.simulation.days", 1);
        if (days == 1) {
            assumeTrue(server.simulatesADayInEveryBuild(), "A day takes too long there: .ci/full has ten");
            simulate(SHORT_DAY);
        } else {
            LongStream.rangeClosed(1, days).forEach(this::simulate);
        }
    }

    private void simulate(long seed) {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(server.migrated());
            pool.setMaximumPoolSize(2);
            Stores stores = JdbiStores.over(pool);

            Simulation.Report report = new Simulation().on(() -> stores).run(seed);

            report.check();
            assertThat(report.log()).isEqualTo(new Simulation().run(seed).log());
        }
    }
}
