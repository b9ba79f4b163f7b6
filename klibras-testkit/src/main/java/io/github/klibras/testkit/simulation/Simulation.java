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
 * Days in the life of a back end, simulated in milliseconds: learners who submit, wait, cancel, spy and leave; workers
 * that are slow, freeze and die; a store that fails before and after it commits; a queue that loses, repeats and delays
 * messages, and is unavailable for hours. Service, workers, waiter, reaper and relay are the real ones.
 *
 * <p>One seed decides everything, and everything runs on one thread, on {@link VirtualTime}: a failing seed will fail
 * again, event by event. A run ends with more than a day without faults, after which these promises must hold:
 *
 * <ul>
 *   <li>every job has ended, once; none that the queue had for long has expired; no open job's message was forgotten;
 *   <li>nobody was paid twice for a sign, and points equal both the sum of the known signs and the sum of the payments;
 *   <li>only the last claim of a job could renew, release or finish it;
 *   <li>nobody could see, await or cancel another user's job, and everybody who waited was answered in time;
 *   <li>nothing is left in the queue or on the scheduler.
 * </ul>
 *
 * <p>The stores need not be thread-safe, but must be deterministic. Immutable.
 */
public final class Simulation {

    /**
     * The outcome of a run.
     *
     * @param seed the seed, which repeats the run
     * @param elapsed the virtual time that has passed
     * @param jobs the number of submitted jobs
     * @param endings the number of jobs by how they ended
     * @param payments the number of signs that were paid
     * @param waits the number of waits for a job
     * @param faults the number of faults
     * @param violation the first broken promise, with the last events before it; empty if all were kept
     * @param log all events, one per line
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

    /** Creates a simulation on in-memory stores. */
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
     * @param emptyStores creates stores without any data, for each run
     */
    public Simulation on(Supplier<? extends Stores> emptyStores) {
        return new Simulation(emptyStores, handlers);
    }

    /**
     * Returns a simulation that changes the handlers between the queue and the workers.
     *
     * @param handlers given a worker, returns the handler of its messages
     */
    public Simulation handling(UnaryOperator<JobHandler> handlers) {
        return new Simulation(emptyStores, handlers);
    }

    /** Runs the simulation once. */
    public Report run(long seed) {
        return new SimulatedWorld(seed, emptyStores, handlers).run(seed);
    }
}
