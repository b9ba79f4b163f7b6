package io.github.klibras.testkit.transaction;

import io.github.klibras.core.job.JobId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What holds where stores take part in a transaction of the host's and do not hear of its commit. */
public abstract class UnheardTransactionContract extends HostTransactionContract {

    @Override
    final boolean hearsOfCommits() {
        return false;
    }

    @Test
    void aSubmissionThatNobodyWouldSendIsRefused() {

        committing(host -> assertThatThrownBy(() -> submit(service(host, null), ana))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("commit"));

        assertThat(stores.jobs().count(ana.id())).isZero();
    }

    @Test
    void anErasureThatWouldLeaveVideosIsRefused() {
        JobId id = submit(service(outside(), elsewhere), ana);

        committing(host -> assertThatThrownBy(() -> eraser(host).erase(ana.id()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Erase outside"));

        assertThat(stores.jobs().find(id)).isPresent();
        assertThat(stores.users().findById(ana.id())).isPresent();
    }
}
