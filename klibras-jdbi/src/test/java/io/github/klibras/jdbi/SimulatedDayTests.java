package io.github.klibras.jdbi;

import com.zaxxer.hikari.HikariDataSource;
import io.github.klibras.core.store.Stores;
import io.github.klibras.testkit.Simulation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Days of service with all that can go wrong, on a real database: they go as they do in memory, event by event. */
abstract class SimulatedDayTests {

    /** Kept, so that its level is not forgotten: what goes wrong on purpose would fill the log. */
    private static final Logger LOG = Logger.getLogger("io.github.klibras.core");

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

    private static int days() {
        return Integer.getInteger("klibras.simulation.days", 1);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, days());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aDayGoesAsItDoesInMemory(long seed) {
        assumeTrue(server.simulatesADayInEveryBuild() || days() > 1, "A day takes a minute there: .ci/full has ten");
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
