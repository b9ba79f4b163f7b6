package io.github.klibras.testkit.transaction;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStatus;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules of stores that join the host's transaction and observe its commit. */
public abstract class ObservedCommitContract extends HostTransactionContract {

    /** Does some work in a transaction of the calling thread, rolls back to a savepoint before it, and commits. */
    protected abstract void committingNothingOf(Consumer<Joined> work);

    @Override
    final boolean observesCommits() {
        return true;
    }

    @Test
    void queueAnswersAfterTheCommitAreStored() {
        queueAway = true;
        List<JobId> submitted = new ArrayList<>();
        committing(host -> {
            submitted.add(submit(service(host, null), ana));
            submitted.add(submit(service(host, elsewhere), ana));
        });

        assertThat(stores.jobs().find(submitted.get(0)).orElseThrow().status()).isEqualTo(JobStatus.FAILED);
        assertThat(stores.jobs().find(submitted.get(1)).orElseThrow().status()).isEqualTo(JobStatus.QUEUED);
        queueAway = false;
        assertThat(relay(elsewhere).run()).as("at once, since it was refused").isEqualTo(1);
    }

    @Test
    void aVideoInTheSameDatabaseIsDeletedAfterTheCommit() {
        List<JobId> submitted = new ArrayList<>();
        committing(host -> submitted.add(submit(service(host, host.videos()), ana)));

        committing(host -> service(host, host.videos()).cancel(submitted.get(0), ana.id()));

        committing(host -> assertThat(host.videos().find(submitted.get(0))).isEmpty());
    }

    @Test
    void erasureDeletesVideosKeptElsewhereAfterTheCommit() {
        JobId id = submit(service(outside(), elsewhere), ana);

        rollingBack(host -> assertThat(eraser(host).erase(ana.id())).isTrue());
        assertThat(elsewhere.find(id)).isPresent();
        assertThat(stores.users().findById(ana.id())).isPresent();

        committing(host -> {
            assertThat(eraser(host).erase(ana.id())).isTrue();
            assertThat(elsewhere.find(id)).isPresent();
        });
        assertThat(elsewhere.find(id)).isEmpty();
        assertThat(stores.users().findById(ana.id())).isEmpty();
        assertThat(stores.jobs().find(id)).isEmpty();
    }

    @Test
    void workRolledBackToASavepointHasNoEffect() {
        JobId id = submit(service(outside(), elsewhere), ana);
        events.clear();

        committingNothingOf(host -> {
            submit(service(host, null), ana);
            service(host, elsewhere).cancel(id, ana.id());
            eraser(host).erase(ana.id());
        });

        assertThat(events).isEmpty();
        assertThat(elsewhere.find(id)).isPresent();
        assertThat(stores.jobs().find(id).orElseThrow().status()).isEqualTo(JobStatus.QUEUED);
        assertThat(stores.jobs().count(ana.id())).isEqualTo(1);
    }
}
