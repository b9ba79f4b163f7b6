package io.github.klibras.testkit.job;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.user.User;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules of {@link JobStore} for reading jobs and their history. */
public abstract class JobHistoryContract extends JobStoreFixture {

    @Test
    void severalJobsAreReadInOneCall() {
        User ana = learner("ana");
        JobId other = new JobId("other");
        insert(ana, "bom_dia");
        insert(new NewJob(other, ana.id(), "obrigado", NOW));

        assertThat(stores.jobs().findAll(List.of(JOB, other, new JobId("nobody"))))
                .extracting(RecognitionJob::id)
                .containsExactlyInAnyOrder(JOB, other);
        assertThat(stores.jobs().findAll(List.of())).isEmpty();
    }

    @Test
    void listsBeyondStatementLimitsAndWithDuplicateIdsAreRead() {
        insert(learner("ana"), "bom_dia");
        List<JobId> ids = Stream.concat(
                        Stream.of(JOB, JOB), IntStream.range(0, 70_000).mapToObj(i -> new JobId("no" + i)))
                .toList();

        assertThat(stores.jobs().findAll(ids)).extracting(RecognitionJob::id).containsExactly(JOB);
    }

    @Test
    void historyListsTheJobsOfOneOwnerNewestFirst() {
        User ana = learner("ana");
        User bia = learner("bia");
        insert(new NewJob(new JobId("old"), ana.id(), "bom_dia", NOW.minusSeconds(1)));
        insert(new NewJob(new JobId("b"), ana.id(), "bom_dia", NOW));
        insert(new NewJob(new JobId("a"), ana.id(), "bom_dia", NOW));
        insert(new NewJob(new JobId("hers"), bia.id(), "bom_dia", NOW));
        insert(new NewJob(new JobId("new"), ana.id(), "bom_dia", NOW.plusNanos(1000)));

        assertThat(idsOf(stores.jobs().history(ana.id(), 10, 0))).containsExactly("new", "a", "b", "old");
        assertThat(idsOf(stores.jobs().history(ana.id(), 2, 1))).containsExactly("a", "b");
        assertThat(stores.jobs().history(ana.id(), 10, 4)).isEmpty();
        assertThat(stores.jobs().count(ana.id())).isEqualTo(4);
        assertThat(stores.jobs().count(bia.id() + 1)).isZero();
    }

    @Test
    void historyContinuesAfterAPositionEvenAmongJobsOfOneTime() {
        User ana = learner("ana");
        for (String name : List.of("d", "a", "c", "b")) {
            insert(new NewJob(new JobId(name), ana.id(), "bom_dia", NOW));
        }
        insert(new NewJob(new JobId("old"), ana.id(), "bom_dia", NOW.minusSeconds(1)));

        assertThat(idsOf(stores.jobs().historyAfter(ana.id(), NOW, new JobId("b"), 2)))
                .containsExactly("c", "d");
        assertThat(idsOf(stores.jobs().historyAfter(ana.id(), NOW, new JobId("d"), 2)))
                .containsExactly("old");
        assertThat(idsOf(stores.jobs().historyAfter(ana.id(), NOW.plusSeconds(9), new JobId("z"), 9)))
                .containsExactly("a", "b", "c", "d", "old");
    }

    @Test
    void historyPageLengthFollowsItsOwnLimit() {
        User ana = learner("ana");
        for (int i = 0; i < 6; i++) {
            insert(new NewJob(new JobId("job" + i), ana.id(), "a", Instant.ofEpochSecond(i / 2)));
        }

        for (int limit : List.of(1, 5, 2, 4, 5)) {
            assertThat(stores.jobs().historyAfter(ana.id(), Instant.ofEpochSecond(2), new JobId("job4"), limit))
                    .hasSize(limit);
            assertThat(stores.jobs().history(ana.id(), limit, 0)).hasSize(limit);
        }
    }
}
