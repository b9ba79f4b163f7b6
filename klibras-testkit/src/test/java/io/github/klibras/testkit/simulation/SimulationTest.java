package io.github.klibras.testkit.simulation;

import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.job.Cancellation;
import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.ClaimResult.Claimed;
import io.github.klibras.core.job.FinishResult.Finished;
import io.github.klibras.core.job.FinishResult.Superseded;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.queue.Disposition;
import io.github.klibras.core.queue.Disposition.Done;
import io.github.klibras.core.queue.Disposition.RetryAfter;
import io.github.klibras.core.queue.JobHandler;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.MalformedMessageException;
import io.github.klibras.core.store.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SimulationTest {

    /** Held strongly, so that its level is not lost: the deliberate faults would fill the log. */
    private static final Logger LOG = Logger.getLogger("io.github.klibras.core");

    private static final int SEEDS = Integer.getInteger("klibras.simulation.seeds", 200);
    private static final int SEEDS_TO_FAIL = 200;

    @BeforeAll
    static void silence() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void speak() {
        LOG.setLevel(null);
    }

    @Test
    void allPromisesAreKept() {
        long started = System.nanoTime();
        LongAdder hours = new LongAdder();
        LongAdder jobs = new LongAdder();
        LongAdder faults = new LongAdder();
        LongAdder payments = new LongAdder();
        LongAdder waits = new LongAdder();
        Map<JobStatus, Integer> endings = new ConcurrentSkipListMap<>();
        LongStream.rangeClosed(1, SEEDS).parallel().forEach(seed -> {
            Simulation.Report report = new Simulation().run(seed);
            report.check();
            hours.add(report.elapsed().toHours());
            jobs.add(report.jobs());
            faults.add(report.faults());
            payments.add(report.payments());
            waits.add(report.waits());
            report.endings().forEach((status, count) -> endings.merge(status, count, Integer::sum));
        });
        System.out.printf(
                "Simulation: %d seeds, %d virtual hours, %d jobs %s, %d payments, %d waits, %d faults in %d ms%n",
                SEEDS,
                hours.sum(),
                jobs.sum(),
                endings,
                payments.sum(),
                waits.sum(),
                faults.sum(),
                (System.nanoTime() - started) / 1_000_000);
        assertThat(endings)
                .as("the simulation reaches every ending")
                .containsOnlyKeys(JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.EXPIRED);
        assertThat(payments.sum()).isPositive();
    }

    @Test
    void seedReproducesItsEvents() {
        for (long seed = 1; seed <= 5; seed++) {
            assertThat(new Simulation().run(seed)).isEqualTo(new Simulation().run(seed));
        }
        assertThat(new Simulation().run(1).log())
                .isNotEqualTo(new Simulation().run(2).log());
    }

    @Test
    void violationIsReproducibleAndNamesItsSeedAndTheLastEvents() {
        Simulation broken = new Simulation().on(() -> withJobs(SimulationTest::payingTwice));
        Simulation.Report report = firstViolation(broken);

        assertThatThrownBy(report::check)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed " + report.seed())
                .hasMessageContaining(" ms job ");
        assertThat(broken.run(report.seed())).isEqualTo(report);
    }

    @Test
    void storeThatPaysTwiceIsDetected() {
        assertThat(violation(new Simulation().on(() -> withJobs(SimulationTest::payingTwice))))
                .contains("was paid again");
    }

    @Test
    void storeThatIgnoresTheFencingTokenIsDetected() {
        assertThat(violation(new Simulation().on(() -> withJobs(SimulationTest::ignoringTokens))))
                .contains("was finished under token");
    }

    @Test
    void storeThatCancelsJobsForOthersIsDetected() {
        assertThat(violation(new Simulation().on(() -> withJobs(SimulationTest::cancellingForAnybody))))
                .containsPattern("cancel.* another got|was cancelled by user");
    }

    @Test
    void reaperThatExpiresNothingIsDetected() {
        assertThat(violation(new Simulation().on(() -> withJobs(SimulationTest::expiringNothing))))
                .contains("never ended");
    }

    @Test
    void storeThatRejectsARepeatedEndingIsDetected() {
        assertThat(violation(new Simulation().on(() -> withJobs(SimulationTest::answeringOnce))))
                .contains("was never announced");
    }

    @Test
    void workerThatForgetsMessagesOfOpenJobsIsDetected() {
        assertThat(violation(new Simulation().handling(ForgetfulHandler::new))).contains("but it is open");
    }

    private static String violation(Simulation broken) {
        return firstViolation(broken).violation().orElseThrow();
    }

    private static Simulation.Report firstViolation(Simulation broken) {
        for (long seed = 1; seed <= SEEDS_TO_FAIL; seed++) {
            Simulation.Report report = broken.run(seed);
            if (report.violation().isPresent()) {
                return report;
            }
        }
        throw new AssertionError("No violation was found in " + SEEDS_TO_FAIL + " seeds");
    }

    private record ForgetfulHandler(JobHandler worker) implements JobHandler {

        @Override
        public Disposition handle(JobMessage message, int delivery) {
            Disposition disposition = worker.handle(message, delivery);
            return disposition instanceof RetryAfter retry && retry.delay().compareTo(Duration.ofMillis(500)) == 0
                    ? new Done()
                    : disposition;
        }

        @Override
        public Disposition handleMalformed(MalformedMessageException problem, int delivery) {
            return worker.handleMalformed(problem, delivery);
        }
    }

    private static JobStore payingTwice(JobStore store) {
        return changing((method, args) -> {
            Object result = Faults.invoke(store, method, args);
            if (args != null
                    && result instanceof Finished finished
                    && finished.award().orElse(null) instanceof Award.AlreadyKnown known) {
                return new Finished(Optional.of(new Award.Granted(known.signId(), 10, 10)));
            }
            return result;
        });
    }

    /** Lets any worker finish a job that it once claimed. */
    private static JobStore ignoringTokens(JobStore store) {
        Map<Object, Claim> last = new HashMap<>();
        return changing((method, args) -> {
            if (args != null && method.getName().equals("finish")) {
                args[0] = last.getOrDefault(((Claim) args[0]).jobId(), (Claim) args[0]);
            }
            Object result = Faults.invoke(store, method, args);
            if (result instanceof Claimed claimed) {
                last.put(claimed.claim().jobId(), claimed.claim());
            }
            return result;
        });
    }

    private static JobStore cancellingForAnybody(JobStore store) {
        return changing((method, args) -> method.getName().equals("cancel") && args != null
                ? store.find((JobId) args[0])
                        .map(job -> store.cancel(job.id(), job.userId(), (Instant) args[2], (Long) args[3]))
                        .orElseGet(() -> new Cancellation.NoSuchJob((JobId) args[0]))
                : Faults.invoke(store, method, args));
    }

    private static JobStore expiringNothing(JobStore store) {
        return changing((method, args) ->
                method.getName().equals("findQueued") ? List.of() : Faults.invoke(store, method, args));
    }

    private static JobStore answeringOnce(JobStore store) {
        Set<Object> finished = new HashSet<>();
        return changing((method, args) -> {
            Object result = Faults.invoke(store, method, args);
            return args != null && result instanceof Finished && !finished.add(((Claim) args[0]).jobId())
                    ? new Superseded()
                    : result;
        });
    }

    @FunctionalInterface
    private interface Call {
        @Nullable
        Object make(Method method, Object @Nullable [] args) throws Throwable;
    }

    private static JobStore changing(Call call) {
        return (JobStore) Proxy.newProxyInstance(
                JobStore.class.getClassLoader(),
                new Class<?>[] {JobStore.class},
                (proxy, method, args) -> call.make(method, args == null ? null : args.clone()));
    }

    private static Stores withJobs(Function<JobStore, JobStore> change) {
        Stores stores = new InMemoryStores();
        return new ForwardingStores(
                stores.users(), stores.catalog(), stores.progress(), stores.leaderboard(), change.apply(stores.jobs()));
    }
}
