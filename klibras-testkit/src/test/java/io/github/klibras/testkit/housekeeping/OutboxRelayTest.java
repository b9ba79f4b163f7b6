package io.github.klibras.testkit.housekeeping;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.StoreException;
import io.github.klibras.core.backoff.Periodic;
import io.github.klibras.core.housekeeping.OutboxRelay;
import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.inmemory.InMemoryVideoStore;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.PublishOutcome;
import io.github.klibras.core.service.JobListener;
import io.github.klibras.testkit.VirtualTime;
import io.github.klibras.testkit.job.Learners;
import io.github.klibras.testkit.service.Disturbed;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutboxRelayTest {

    private static final Video VIDEO = Video.of(new byte[] {1});

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-24T12:00:00Z"));
    private final InMemoryStores stores = new InMemoryStores();
    private final long ana = Learners.register(stores, "ana");
    private final InMemoryVideoStore videos = new InMemoryVideoStore();
    private final List<String> published = new ArrayList<>();
    private final Map<String, PublishOutcome> outcomes = new HashMap<>();
    private final OutboxRelay relay = OutboxRelay.builder(stores.jobs(), videos, this::publish)
            .clock(time)
            .build();

    private CompletableFuture<PublishOutcome> publish(JobMessage message) {
        published.add(message.jobId().value());
        return CompletableFuture.completedFuture(
                outcomes.getOrDefault(message.jobId().value(), new PublishOutcome.Confirmed()));
    }

    @Test
    void unconfirmedJobIsSentOnce() {
        submit("lost");
        submit("confirmed");
        stores.jobs().markPublished(new JobId("confirmed"));
        assertThat(relay.run()).as("its message may still be on its way").isZero();
        time.advance(Duration.ofMinutes(2));

        assertThat(relay.run()).isEqualTo(1);
        assertThat(relay.run()).isZero();

        assertThat(published).containsExactly("lost");
    }

    @Test
    void theListenerIsNotifiedOfHowLongPublishingTook() {
        List<Duration> took = new ArrayList<>();
        JobListener listener = new JobListener() {
            @Override
            public void published(JobId id, PublishOutcome outcome, Duration elapsed) {
                took.add(elapsed);
            }
        };
        OutboxRelay slow = OutboxRelay.builder(stores.jobs(), videos, message -> {
                    time.advance(Duration.ofSeconds(2));
                    return publish(message);
                })
                .clock(time)
                .ticker(time)
                .listener(listener)
                .build();
        submit("lost");
        time.advance(Duration.ofMinutes(2));

        assertThat(slow.run()).isEqualTo(1);

        assertThat(took).containsExactly(Duration.ofSeconds(2));
    }

    @Test
    void jobsWaitWhileTheQueueIsUnavailable() throws Exception {
        submit("one");
        outcomes.put("one", new PublishOutcome.Unavailable("for a test"));

        AutoCloseable running = relay.start(time, Runnable::run);
        try (running) {
            time.advance(Duration.ofMinutes(3));
            outcomes.clear();
            time.advance(Duration.ofMinutes(3));
        }

        assertThat(published).hasSizeGreaterThan(1).containsOnly("one");
        assertThat(stores.jobs().takeUnpublished(time.instant(), time.instant().plusSeconds(120), Instant.MAX, 10))
                .isEmpty();
        assertThat(status("one")).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void unsendableJobFailsWithoutHoldingUpOthers() {
        submit("large");
        submit("gone");
        submit("good");
        outcomes.put("large", new PublishOutcome.TooLarge(200, 100));
        videos.delete(new JobId("gone"));
        time.advance(Duration.ofMinutes(2));

        assertThat(relay.run()).isEqualTo(1);

        assertThat(status("large")).isEqualTo(JobStatus.FAILED);
        assertThat(status("gone")).isEqualTo(JobStatus.FAILED);
        assertThat(status("good")).isEqualTo(JobStatus.QUEUED);
        assertThat(videos.find(new JobId("large"))).isEmpty();
    }

    @Test
    void jobThatNeverGetsThroughDoesNotHoldUpOthers() {
        for (PublishOutcome never : List.of(
                new PublishOutcome.TimedOut(Duration.ofSeconds(10)), new PublishOutcome.Unroutable("no such queue"))) {
            String oldest = "oldest " + never.getClass().getSimpleName();
            submit(oldest);
            outcomes.put(oldest, never);
            for (int i = 0; i < 99; i++) {
                submit(never.getClass().getSimpleName() + i);
            }
            time.advance(Duration.ofMinutes(2));

            assertThat(relay.run()).isEqualTo(99);
        }
    }

    @Test
    void jobThatDoesNotGetThroughIsRetriedLessAndLessOften() throws Exception {
        submit("one");
        outcomes.put("one", new PublishOutcome.TimedOut(Duration.ofSeconds(10)));

        try (Periodic running = relay.start(time, Runnable::run)) {
            time.advance(Duration.ofHours(23));
            running.close();
        }

        assertThat(published).hasSizeBetween(20, 40);
    }

    @Test
    void runStopsEarlyIfNothingGetsThrough() {
        for (int i = 0; i < 9; i++) {
            submit("job" + i);
            outcomes.put("job" + i, new PublishOutcome.TimedOut(Duration.ofSeconds(10)));
        }
        time.advance(Duration.ofMinutes(2));

        assertThat(relay.run()).isZero();
        assertThat(published).containsExactly("job0", "job1", "job2");
        outcomes.clear();
        assertThat(relay.run()).as("without those that have just failed").isEqualTo(6);
    }

    @Test
    void jobsAreSentWithinSecondsOnceTheQueueIsBack() throws Exception {
        for (int i = 0; i < 120; i++) {
            submit("job" + i);
            outcomes.put("job" + i, new PublishOutcome.Unavailable("for a test"));
        }

        try (Periodic running = relay.start(time, Runnable::run)) {
            time.advance(Duration.ofMinutes(10));
            assertThat(published)
                    .as("one probe for each run")
                    .hasSizeLessThan(125)
                    .containsOnly("job0");
            outcomes.clear();
            published.clear();
            time.advance(Duration.ofSeconds(6));
            running.close();
        }

        assertThat(published).hasSize(120);
    }

    @Test
    void videoThatCannotBeLoadedDoesNotHoldUpOthers() {
        submit("broken");
        submit("good");
        VideoStore flaky = Disturbed.store(VideoStore.class, videos, (method, args) -> {
            if (method.equals("find") && args[0].equals(new JobId("broken"))) {
                throw new StoreException("a disk error, for a test");
            }
        });
        time.advance(Duration.ofMinutes(2));

        assertThat(OutboxRelay.builder(stores.jobs(), flaky, this::publish)
                        .clock(time)
                        .build()
                        .run())
                .isEqualTo(1);

        assertThat(status("broken")).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void invalidSettingsAreRefused() {
        OutboxRelay.Builder builder = OutboxRelay.builder(stores.jobs(), videos, this::publish);

        assertThatThrownBy(() -> builder.interval(Duration.ZERO).build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("interval of the relay");
    }

    private void submit(String id) {
        time.advance(Duration.ofMillis(1));
        videos.put(new JobId(id), VIDEO);
        stores.jobs().insert(new NewJob(new JobId(id), ana, "bom_dia", time.instant()), JobStore.UNLIMITED);
    }

    private JobStatus status(String id) {
        return stores.jobs().find(new JobId(id)).orElseThrow().status();
    }
}
