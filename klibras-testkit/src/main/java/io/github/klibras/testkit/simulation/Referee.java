package io.github.klibras.testkit.simulation;

import io.github.klibras.core.job.Cancellation;
import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.ClaimResult.Claimed;
import io.github.klibras.core.job.FinishResult.Finished;
import io.github.klibras.core.job.JobEnd;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobInsertion.Inserted;
import io.github.klibras.core.job.JobOutcome;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.progress.ModuleCompletion;
import io.github.klibras.core.progress.ProgressStore;
import io.github.klibras.core.queue.Disposition;
import io.github.klibras.core.queue.JobHandler;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.MalformedMessageException;
import io.github.klibras.core.service.JobListener;
import io.github.klibras.core.store.Stores;
import io.github.klibras.testkit.VirtualTime;
import org.jspecify.annotations.Nullable;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Watches a simulation: keeps the log of events, and compares what the stores do with what they may do. It sits between
 * the stores and the faults, so it knows what really happened. Only the first violation is kept.
 */
final class Referee {

    private static final int TAIL = 40;

    /** A job that expired although the queue had its message for this long was forgotten by the workers. */
    private static final Duration LONG_ENOUGH = Duration.ofHours(12);

    /** The state of a job, as far as the referee knows it. */
    private static final class Tracked {

        final long userId;
        long token;

        @Nullable
        Instant leaseUntil;

        @Nullable
        JobStatus ended;

        @Nullable
        Instant endedAt;

        /** Identifies the call that ended it: if the call is repeated, the store gives the same answer again. */
        @Nullable
        Object endedWith;

        @Nullable
        Instant accepted;

        int paid;
        int announcements;
        boolean announcerDied;
        boolean gone;

        Tracked(long userId) {
            this.userId = userId;
        }
    }

    private record Payment(long userId, long signId) {}

    @FunctionalInterface
    private interface After {
        void called(String method, Object[] args, Object result);
    }

    private final VirtualTime time;
    private final Stores stores;
    private final StringBuilder log = new StringBuilder();
    private final Deque<String> tail = new ArrayDeque<>();
    private final Map<JobId, Tracked> jobs = new LinkedHashMap<>();
    private final Map<String, JobId> keys = new HashMap<>();
    private final Map<Payment, Integer> payments = new LinkedHashMap<>();
    private final Map<Payment, Integer> announcedPayments = new LinkedHashMap<>();
    private final Map<Long, Integer> paid = new HashMap<>();
    private final Set<Long> erasing = new HashSet<>();
    private final Duration retention;
    private @Nullable String violation;

    Referee(VirtualTime time, Stores stores, Duration retention) {
        this.time = time;
        this.stores = stores;
        this.retention = retention;
    }

    void note(String event) {
        String line = time.nanoTime() / 1_000_000 + " ms " + event;
        log.append(line).append('\n');
        tail.add(line);
        if (tail.size() > TAIL) {
            tail.remove();
        }
    }

    void violation(String what) {
        note("VIOLATION " + what);
        if (violation == null) {
            violation = what + "\nThe last events:\n" + String.join("\n", tail);
        }
    }

    void require(boolean condition, String what) {
        if (!condition) {
            violation(what);
        }
    }

    @Nullable
    String firstViolation() {
        return violation;
    }

    String log() {
        return log.toString();
    }

    int submitted() {
        return jobs.size();
    }

    int granted() {
        return payments.size();
    }

    Map<JobStatus, Integer> endings() {
        Map<JobStatus, Integer> endings = new EnumMap<>(JobStatus.class);
        jobs.values().forEach(job -> {
            if (job.ended != null) {
                endings.merge(job.ended, 1, Integer::sum);
            }
        });
        return endings;
    }

    JobStore watch(JobStore store) {
        return watch(JobStore.class, store, this::afterJobs);
    }

    ProgressStore watch(ProgressStore store) {
        return watch(ProgressStore.class, store, this::afterProgress);
    }

    private static <T> T watch(Class<T> port, T target, After after) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> {
            Object result = Faults.invoke(target, method, args);
            if (args != null && result != null) {
                after.called(method.getName(), args, result);
            }
            return result;
        }));
    }

    private void afterJobs(String method, Object[] args, Object result) {
        switch (method) {
            case "insert" -> {
                if (result instanceof Inserted) {
                    inserted((NewJob) args[0]);
                }
            }
            case "claim" -> {
                if (result instanceof Claimed claimed) {
                    claimed(claimed.claim(), (Instant) args[1], (Instant) args[2]);
                }
            }
            case "renew" -> {
                if ((Boolean) result) {
                    held((Claim) args[0], "renewed").leaseUntil = stored((Instant) args[1]);
                }
            }
            case "release" -> {
                if ((Boolean) result) {
                    held((Claim) args[0], "released").leaseUntil = null;
                }
            }
            case "finish" -> {
                if (result instanceof Finished finished) {
                    finished((Claim) args[0], (JobOutcome) args[1], (Instant) args[2], finished);
                }
            }
            case "endQueued" -> {
                if ((Boolean) result) {
                    ended((JobId) args[0], (JobStatus) args[1], (Instant) args[3], args[4]);
                }
            }
            case "cancel" -> {
                if (result instanceof Cancellation.Cancelled cancelled) {
                    require(
                            tracked(cancelled.jobId()).userId == (Long) args[1],
                            "Job " + cancelled.jobId() + " was cancelled by user " + args[1]);
                    ended(cancelled.jobId(), JobStatus.CANCELLED, (Instant) args[2], args[3]);
                }
            }
            case "delete" -> ((Collection<?>) args[0]).forEach(id -> deleted((JobId) id));
            case "releaseAbandoned" -> {
                Instant before = (Instant) args[0];
                jobs.values().stream()
                        .filter(job -> job.leaseUntil != null && job.leaseUntil.isBefore(before))
                        .forEach(job -> job.leaseUntil = null);
            }
            default -> {}
        }
    }

    private static Instant stored(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    private void inserted(NewJob job) {
        note("job " + job.id() + " of user " + job.userId() + " is stored");
        require(jobs.put(job.id(), new Tracked(job.userId())) == null, "Job " + job.id() + " was stored twice");
        if (job.idempotencyKey() != null) {
            JobId other = keys.put(job.userId() + " " + job.idempotencyKey(), job.id());
            // The first one may be gone with its account while the second was on its way.
            require(
                    other == null || stores.jobs().find(other).isEmpty(),
                    "Jobs " + other + " and " + job.id() + " have the same key");
        }
    }

    private void claimed(Claim claim, Instant now, Instant until) {
        note("job " + claim.jobId() + " is claimed, attempt " + claim.attempt() + ", token " + claim.token());
        Tracked job = tracked(claim.jobId());
        require(job.ended == null, "Job " + claim.jobId() + " was claimed after its end");
        require(claim.userId() == job.userId, "The claim of job " + claim.jobId() + " names another owner");
        require(claim.token() > job.token, "The token of job " + claim.jobId() + " did not grow");
        require(
                job.leaseUntil == null || !job.leaseUntil.isAfter(now),
                "Job " + claim.jobId() + " was claimed under a foreign lease until " + job.leaseUntil);
        job.token = claim.token();
        job.leaseUntil = stored(until);
    }

    private Tracked held(Claim claim, String what) {
        Tracked job = tracked(claim.jobId());
        require(
                job.token == claim.token() && job.ended == null,
                "Job " + claim.jobId() + " was " + what + " under token " + claim.token() + ", but its state is "
                        + job.ended + " and its last token " + job.token);
        return job;
    }

    private void finished(Claim claim, JobOutcome outcome, Instant now, Finished finished) {
        Ending ending = new Ending(claim.token(), outcome);
        if (ending.equals(tracked(claim.jobId()).endedWith)) {
            return;
        }
        Tracked job = held(claim, "finished");
        ended(
                claim.jobId(),
                outcome instanceof JobOutcome.Completed ? JobStatus.COMPLETED : JobStatus.FAILED,
                now,
                ending);
        if (finished.award().orElse(null) instanceof Award.Granted granted) {
            job.paid += granted.points();
            granted(job.userId, granted);
        }
    }

    /** The values with which a worker ended a job. */
    private record Ending(long token, JobOutcome outcome) {}

    private void ended(JobId id, JobStatus status, Instant now, Object with) {
        Tracked job = tracked(id);
        if (with.equals(job.endedWith)) {
            return;
        }
        note("job " + id + " has ended: " + status);
        require(job.ended == null, "Job " + id + " ended as " + status + " after it had ended as " + job.ended);
        job.ended = status;
        job.endedAt = now;
        job.endedWith = with;
        job.leaseUntil = null;
    }

    private void deleted(JobId id) {
        note("job " + id + " is deleted");
        Tracked job = tracked(id);
        boolean old = job.endedAt != null
                && Duration.between(job.endedAt, time.instant()).compareTo(retention) >= 0;
        require(old || erasing.contains(job.userId), "Job " + id + " is deleted too early");
        job.gone = true;
    }

    /** Permits the deletion of everything that belongs to the user, from now on. */
    void erasing(long userId) {
        erasing.add(userId);
    }

    /**
     * Records that the process of this job's worker died: if a worker had stored the end, it need not be announced. An
     * end that is stored later, or by anyone but a worker, must still be announced.
     */
    void workerDied(JobId id) {
        Tracked job = jobs.get(id);
        if (job != null && job.endedWith instanceof Ending && job.announcements == 0) {
            job.announcerDied = true;
        }
    }

    /** Checks that no jobs or videos of an erased account are left. */
    void checkErased(long userId, VideoStore videos) {
        jobs.forEach((id, job) -> {
            if (job.userId == userId) {
                require(stores.jobs().find(id).isEmpty(), "Job " + id + " outlives its account");
                require(videos.find(id).isEmpty(), "The video of job " + id + " outlives its account");
            }
        });
    }

    /** Checks that a parked message does not name a user who is gone. */
    void checkParked(JobMessage message) {
        require(!erasing.contains(message.userId()), "A parked message outlives the account " + message.userId());
    }

    private void afterProgress(String method, Object[] args, Object result) {
        if (result instanceof Award.Granted granted) {
            granted((Long) args[0], granted);
        } else if (result instanceof ModuleCompletion.Completed completed) {
            completed.newSigns().forEach(sign -> count(payments, new Payment((Long) args[0], sign), "was paid"));
            paid.merge((Long) args[0], completed.points(), Integer::sum);
        }
    }

    private void granted(long userId, Award.Granted granted) {
        note("user " + userId + " is paid " + granted.points() + " for sign " + granted.signId());
        count(payments, new Payment(userId, granted.signId()), "was paid");
        paid.merge(userId, granted.points(), Integer::sum);
    }

    private void count(Map<Payment, Integer> counts, Payment payment, String what) {
        require(counts.merge(payment, 1, Integer::sum) == 1, payment + " " + what + " again");
    }

    /** Checks an award that is announced. */
    void awarded(long userId, Award.Granted award) {
        Payment payment = new Payment(userId, award.signId());
        count(announcedPayments, payment, "was announced");
        require(payments.containsKey(payment), payment + " was announced, but never made");
    }

    /** Returns the listener that checks the job events of all components. */
    JobListener listener() {
        return new JobListener() {
            @Override
            public void ended(JobEnd end) {
                JobId id = end.id();
                Tracked job = tracked(id);
                require(++job.announcements == 1, "The end of job " + id + " was announced again");
                require(
                        job.ended == end.status(),
                        "Job " + id + " is announced as " + end.status() + " but is " + job.ended);
                require(
                        job.paid == end.awardedPoints(),
                        "Job " + id + " is announced with " + end.awardedPoints() + " points");
                require(
                        (end.model() != null) == (end.status() == JobStatus.COMPLETED),
                        "Job " + id + " is announced as judged by " + end.model());
            }

            @Override
            public void messageDropped(JobId id, String reason) {
                require(stores.jobs().find(id).isEmpty(), "A message of job " + id + " was dropped: " + reason);
            }
        };
    }

    /** Records that the queue has really taken a message. */
    void accepted(JobId id) {
        Tracked job = jobs.get(id);
        if (job != null && job.accepted == null) {
            job.accepted = time.instant();
        }
    }

    /** Returns a handler that checks that no message of an open job is forgotten. */
    JobHandler watch(JobHandler handler) {
        return new JobHandler() {
            @Override
            public Disposition handle(JobMessage message, int delivery) {
                Disposition disposition = handler.handle(message, delivery);
                if (!(disposition instanceof Disposition.RetryAfter)) {
                    boolean open = stores.jobs()
                            .find(message.jobId())
                            .filter(job -> !job.status().ended())
                            .isPresent();
                    require(!open, "The message of job " + message.jobId() + " is " + disposition + ", but it is open");
                }
                return disposition;
            }

            @Override
            public Disposition handleMalformed(MalformedMessageException problem, int delivery) {
                return handler.handleMalformed(problem, delivery);
            }
        };
    }

    private Tracked tracked(JobId id) {
        Tracked job = jobs.get(id);
        if (job == null) {
            violation("Job " + id + " was never stored");
            job = new Tracked(0);
            jobs.put(id, job);
        }
        return job;
    }

    /** Checks the stores after everything has come to rest. */
    void checkEnd(Collection<Long> learners, Set<Long> retiredSigns) {
        Map<Long, Integer> paidByJobs = new HashMap<>();
        jobs.forEach((id, tracked) -> {
            paidByJobs.merge(tracked.userId, tracked.paid, Integer::sum);
            RecognitionJob job = stores.jobs().find(id).orElse(null);
            require(job == null == tracked.gone, "Job " + id + (job == null ? " is gone" : " is still there"));
            boolean announced = tracked.announcements == 1;
            boolean erased = tracked.gone && erasing.contains(tracked.userId);
            require(
                    announced || tracked.ended == null || tracked.announcerDied || erased,
                    "The end of job " + id + " was never announced");
            if (job != null) {
                checkEnd(job, tracked, retiredSigns);
            }
        });
        for (long learner : learners) {
            if (!erasing.contains(learner)) {
                checkPoints(learner, paidByJobs.getOrDefault(learner, 0));
            } else {
                require(stores.users().findById(learner).isEmpty(), "Account " + learner + " was never erased");
            }
        }
        require(stores.progress().pointsDifferences().isEmpty(), "Points differ from the signs that are known");
    }

    private void checkEnd(RecognitionJob job, Tracked tracked, Set<Long> retiredSigns) {
        JobId id = job.id();
        require(job.status().ended(), "Job " + id + " never ended; it is " + job.status());
        require(job.status() == tracked.ended, "Job " + id + " is " + job.status() + " but ended as " + tracked.ended);
        require(job.userId() == tracked.userId, "Job " + id + " has another owner");
        require(job.awardedPoints() == tracked.paid, "Job " + id + " says that it paid " + job.awardedPoints());
        boolean found = job.recognition() != null && job.recognition().found();
        long sign = Objects.requireNonNull(job.signId());
        if (found && !retiredSigns.contains(sign)) {
            boolean known = stores.progress().knownSigns(job.userId()).stream().anyMatch(each -> each.id() == sign);
            require(known, "Job " + id + " found a sign that its owner does not know");
        }
        require(
                (job.model() != null) == (job.status() == JobStatus.COMPLETED),
                "Job " + id + " says that it was judged by " + job.model());
        if (job.status() == JobStatus.EXPIRED && tracked.accepted != null) {
            Duration had = Duration.between(tracked.accepted, Objects.requireNonNull(job.endedAt()));
            require(had.compareTo(LONG_ENOUGH) < 0, "Job " + id + " expired although the queue had it for " + had);
        }
    }

    private void checkPoints(long learner, int paidByJobs) {
        int points = stores.users().findById(learner).orElseThrow().points();
        List<Integer> known = stores.progress().knownSigns(learner).stream()
                .map(sign -> sign.points())
                .toList();
        int earned = known.stream().mapToInt(Integer::intValue).sum();
        require(points == earned, "User " + learner + " has " + points + " points but earned " + earned);
        int received = paid.getOrDefault(learner, 0);
        require(points == received, "User " + learner + " has " + points + " points but was paid " + received);
        int directly = directly(learner);
        require(
                points == paidByJobs + directly,
                "User " + learner + " has " + points + " points, of them " + paidByJobs + " by jobs and " + directly
                        + " without");
    }

    private int directly(long learner) {
        return paid.getOrDefault(learner, 0)
                - jobs.values().stream()
                        .filter(job -> job.userId == learner)
                        .mapToInt(job -> job.paid)
                        .sum();
    }
}
