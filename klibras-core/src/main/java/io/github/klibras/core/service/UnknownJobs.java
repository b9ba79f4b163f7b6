package io.github.klibras.core.service;

import io.github.klibras.core.internal.Listeners;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.queue.Disposition;
import io.github.klibras.core.queue.Disposition.Done;
import io.github.klibras.core.queue.Disposition.Park;
import io.github.klibras.core.queue.Disposition.RetryAfter;
import io.github.klibras.core.user.UserStore;
import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Handles messages without a job. A Python API publishes before it inserts, and a host's transaction may still be open,
 * so the job may yet appear. If it does not, the message is dropped, since the job may have been deleted with its
 * account, and the video must not outlive that.
 */
final class UnknownJobs {

    /** Fixed, so that the number of deliveries tells how long a message has waited. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = System.getLogger(RecognitionWorker.class.getName());

    private final Duration patience;
    private final @Nullable UserStore parkForUsers;
    private final JobListener listener;

    /** @param parkForUsers users whose messages are parked instead of dropped; {@code null} to drop all */
    UnknownJobs(Duration patience, @Nullable UserStore parkForUsers, JobListener listener) {
        this.patience = patience;
        this.parkForUsers = parkForUsers;
        this.listener = listener;
    }

    /**
     * Returns what to do with such a message.
     *
     * @param userId the user named in the message, if it can be read
     * @param delivery 1 for the first
     */
    Disposition met(JobId id, OptionalLong userId, int delivery) {
        if (PAUSE.multipliedBy(delivery - 1L).compareTo(patience) < 0) {
            return new RetryAfter(PAUSE);
        }
        String reason = "There is no job " + id;
        if (parkForUsers != null
                && userId.isPresent()
                && parkForUsers.findById(userId.getAsLong()).isPresent()) {
            return new Park(reason);
        }
        LOG.log(Level.WARNING, "A message is dropped: {0}", reason);
        Listeners.notify(listener, l -> l.messageDropped(id, reason));
        return new Done();
    }
}
