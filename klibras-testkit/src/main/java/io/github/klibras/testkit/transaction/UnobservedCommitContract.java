package io.github.klibras.testkit.transaction;

import io.github.klibras.core.job.JobId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The rules of stores that join the host's transaction and cannot observe its commit. */
public abstract class UnobservedCommitContract extends HostTransactionContract {

    @Override
    final boolean observesCommits() {
        return false;
    }

    @Test
    void submissionThatWouldNeverBeSentIsRefused() {

        committing(host -> assertThatThrownBy(() -> submit(service(host, null), ana))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("commit"));

        assertThat(stores.jobs().count(ana.id())).isZero();
    }

    @Test
    void erasureThatWouldLeaveVideosBehindIsRefused() {
        JobId id = submit(service(outside(), elsewhere), ana);

        committing(host -> assertThatThrownBy(() -> eraser(host).erase(ana.id()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Erase outside"));

        assertThat(stores.jobs().find(id)).isPresent();
        assertThat(stores.users().findById(ana.id())).isPresent();
    }
}
