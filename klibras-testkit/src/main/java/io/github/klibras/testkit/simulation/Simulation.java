package io.github.klibras.testkit.simulation;

import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.queue.JobHandler;
import io.github.klibras.core.store.Stores;
import io.github.klibras.testkit.VirtualTime;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Days in the life of a back end, in milliseconds: learners who submit, wait, cancel, spy and leave; workers who are
 * slow, freeze and die; a store that fails before and after it commits; a queue that loses, repeats and delays
 * messages, and is away for hours. Service, workers, waiter, reaper and relay are the real ones.
 *
 * <p>Everything is decided by one seed and runs on one thread, on {@link VirtualTime}: a seed that fails will fail
 * again, event by event. At the end there is a day in which nothing goes wrong, after which all must be as promised:
 *
 * <ul>
 *   <li>every job has ended, once; none has expired that the queue had for long; no message of an open job was forgotten;
 *   <li>nobody was paid twice for a sign, and points are the sum of the signs that are known and of what was paid;
 *   <li>only the last claim of a job could renew, release or finish it;
 *   <li>nobody could see, await or cancel another's job, and whoever waited was answered in time;
 *   <li>nothing is left in the queue or on the scheduler.
 * </ul>
 *
 * <p>Not thread-safe stores will do, but they must be deterministic. Immutable.
 */
public final class Simulation {

    /**
     * What happened in a run.
     *
     * @param seed repeats it
     * @param elapsed how much virtual time has passed
     * @param jobs how many jobs were submitted
     * @param endings how they ended
     * @param payments how many signs were paid
     * @param waits how often somebody waited for a job
     * @param faults how many things went wrong
     * @param violation the first promise that was broken, with the last events before it; empty if all is well
     * @param log all events, a line each
     */
    public record Report(
            long seed,
            Duration elapsed,
            int jobs,
            Map<JobStatus, Integer> endings,
            int payments,
            int waits,
            long faults,
            Optional<String> violation,
            String log) {

        public Report {
            endings = Map.copyOf(endings);
        }

        /** Throws an {@link AssertionError} that names the seed if a promise was broken. */
        public void check() {
            if (violation.isPresent()) {
                throw new AssertionError("Simulation with seed " + seed + ": " + violation.get());
            }
        }
    }

    private final Supplier<? extends Stores> emptyStores;
    private final UnaryOperator<JobHandler> handlers;

    /** Makes a simulation on stores in memory. */
    public Simulation() {
        this(InMemoryStores::new, UnaryOperator.identity());
    }

    private Simulation(Supplier<? extends Stores> emptyStores, UnaryOperator<JobHandler> handlers) {
        this.emptyStores = emptyStores;
        this.handlers = handlers;
    }

    /**
     * Returns a simulation on other stores.
     *
     * @param emptyStores makes stores without any data, anew for each run
     */
    public Simulation on(Supplier<? extends Stores> emptyStores) {
        return new Simulation(emptyStores, handlers);
    }

    /**
     * Returns a simulation that changes what stands between the queue and a worker.
     *
     * @param handlers given a worker, deals with its messages
     */
    public Simulation handling(UnaryOperator<JobHandler> handlers) {
        return new Simulation(emptyStores, handlers);
    }

    /** Runs it once. */
    public Report run(long seed) {
        return new SimulatedWorld(seed, emptyStores, handlers).run(seed);
    }
}
