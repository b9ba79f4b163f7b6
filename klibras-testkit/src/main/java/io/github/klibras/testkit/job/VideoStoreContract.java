package io.github.klibras.testkit.job;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.StoredVideo;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.testkit.Race;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules of {@link VideoStore}. The store under test uses the system clock. */
public abstract class VideoStoreContract {

    private static final JobId JOB = new JobId("3f1c0a52-5f0e-4d7e-9a38-0d3c6b6f2a11");

    /** Returns the store under test: the same one throughout a test, and empty at its start. */
    protected abstract VideoStore videos();

    @Test
    void videoIsFoundAsStored() {
        byte[] bytes = new byte[1_000_000];
        new Random(1).nextBytes(bytes);

        videos().put(JOB, Video.of(bytes));

        assertThat(videos().find(JOB)).contains(Video.of(bytes.clone()));
        assertThat(videos().find(new JobId("other"))).isEmpty();
    }

    @Test
    void aSecondVideoOfAJobReplacesTheFirst() {
        videos().put(JOB, Video.of(new byte[] {1}));
        videos().put(JOB, Video.of(new byte[] {2, 3}));

        assertThat(videos().find(JOB)).contains(Video.of(new byte[] {2, 3}));
    }

    @Test
    void deletedVideoIsGoneAndDeletingItAgainDoesNothing() {
        videos().put(JOB, Video.of(new byte[] {1}));
        videos().put(new JobId("other"), Video.of(new byte[] {2}));

        videos().delete(JOB);
        videos().delete(JOB);

        assertThat(videos().find(JOB)).isEmpty();
        assertThat(videos().find(new JobId("other"))).isPresent();
    }

    @Test
    void videosOfManyJobsAreStoredConcurrently() {
        Race.run(16, i -> {
            videos().put(new JobId("job" + i), Video.of(new byte[] {(byte) i}));
            return i;
        });

        for (int i = 0; i < 16; i++) {
            assertThat(videos().find(new JobId("job" + i))).contains(Video.of(new byte[] {(byte) i}));
        }
    }

    @Test
    void videosAreFoundByAgeOldestFirst() {
        for (String name : List.of("c", "a", "e", "b", "d")) {
            videos().put(new JobId(name), Video.of(new byte[] {1}));
        }
        Instant later = Instant.now().plusSeconds(3600);
        List<StoredVideo> all = videos().findStoredBefore(later, null, 9);

        assertThat(videos().findStoredBefore(Instant.now().minusSeconds(3600), null, 9))
                .isEmpty();
        assertThat(all)
                .hasSize(5)
                .isSortedAccordingTo(Comparator.comparing(StoredVideo::storedAt)
                        .thenComparing(stored -> stored.id().value()));
        for (int i = 0; i < 5; i++) {
            assertThat(videos().findStoredBefore(later, all.get(i), 2))
                    .isEqualTo(all.subList(i + 1, Math.min(i + 3, 5)));
            Instant at = all.get(i).storedAt();
            assertThat(videos().findStoredBefore(at, null, 9))
                    .isEqualTo(all.stream()
                            .filter(stored -> stored.storedAt().isBefore(at))
                            .toList());
        }
    }

    @Test
    void replacingAVideoResetsItsAge() {
        JobId old = new JobId("old");
        JobId replaced = new JobId("replaced");
        videos().put(old, Video.of(new byte[] {1}));
        videos().put(replaced, Video.of(new byte[] {1}));
        Instant between = nextMillisecond();
        videos().put(new JobId("young"), Video.of(new byte[] {1}));
        videos().put(replaced, Video.of(new byte[] {2}));

        assertThat(videos().findStoredBefore(between, null, 9))
                .extracting(StoredVideo::id)
                .containsExactly(old);
    }

    /** Waits for the next full millisecond, which no store can confuse with the time of an earlier call. */
    private static Instant nextMillisecond() {
        Instant before = Instant.now();
        Instant now = before.truncatedTo(ChronoUnit.MILLIS);
        while (!now.isAfter(before)) {
            Thread.onSpinWait();
            now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        }
        return now;
    }
}
