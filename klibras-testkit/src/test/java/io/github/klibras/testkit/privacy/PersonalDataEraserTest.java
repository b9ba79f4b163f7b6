package io.github.klibras.testkit.privacy;

import io.github.klibras.core.StoreException;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.inmemory.InMemoryJobQueue;
import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.inmemory.InMemoryVideoStore;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.privacy.PersonalDataEraser;
import io.github.klibras.core.queue.Disposition;
import io.github.klibras.core.queue.EncodedMessage;
import io.github.klibras.core.queue.JobHandler;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.MalformedMessageException;
import io.github.klibras.testkit.VirtualTime;
import io.github.klibras.testkit.job.Learners;
import io.github.klibras.testkit.queue.TextMessageFormat;
import io.github.klibras.testkit.service.Disturbed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PersonalDataEraserTest {

    private static final Video VIDEO = Video.of(new byte[] {1});

    private final Scheduler time = new VirtualTime(Instant.EPOCH);
    private final TextMessageFormat format = new TextMessageFormat();
    private final InMemoryStores stores = new InMemoryStores();
    private final InMemoryVideoStore videos = new InMemoryVideoStore();
    private final List<Runnable> deliveries = new ArrayList<>();
    private final InMemoryJobQueue queue = new InMemoryJobQueue(format, deliveries::add, time);
    private final long ana = Learners.register(stores, "ana");
    private final long bia = Learners.register(stores, "bia");

    @BeforeEach
    void fill() {
        for (int i = 0; i < 3; i++) {
            submit("ana" + i, ana);
        }
        submit("bia", bia);
    }

    @Test
    void erasureDeletesTheAccountWithItsJobsAndVideos() {
        PersonalDataEraser eraser = eraser(videos);

        assertThat(eraser.erase(ana)).isTrue();

        assertThat(videos.size()).isEqualTo(1);
        assertThat(videos.find(new JobId("bia"))).isPresent();
        assertThat(stores.users().findById(ana)).isEmpty();
        assertThat(stores.jobs().count(ana)).isZero();
        assertThat(stores.users().findById(bia)).isPresent();
        assertThat(eraser.erase(ana)).isFalse();
    }

    @Test
    void undeletableVideoKeepsTheAccountAndIsDeletedNextTime() {
        Set<String> broken = new HashSet<>(Set.of("ana1"));
        PersonalDataEraser eraser = eraser(failingToDelete(broken));

        assertThatThrownBy(() -> eraser.erase(ana)).isInstanceOf(StoreException.class);
        assertThat(videos.size()).as("those of ana1 and bia").isEqualTo(2);
        assertThat(stores.jobs().history(ana, 10, 0))
                .extracting(job -> job.id().value())
                .containsExactly("ana1");
        assertThat(stores.users().findById(ana)).isPresent();

        broken.clear();
        assertThat(eraser.erase(ana)).isTrue();
        assertThat(videos.size()).isEqualTo(1);
        assertThat(stores.users().findById(ana)).isEmpty();
    }

    @Test
    void jobsSubmittedDuringErasureAreErasedToo() {
        VideoStore submitting = Disturbed.store(VideoStore.class, videos, (method, args) -> {
            if (args[0].equals(new JobId("ana2"))) {
                submit("late", ana);
            }
        });

        assertThat(eraser(submitting).erase(ana)).isTrue();

        assertThat(videos.size()).isEqualTo(1);
        assertThat(stores.jobs().find(new JobId("late"))).isEmpty();
    }

    @Test
    void manyJobsAreErasedInPagesEvenIfSomeStay() {
        for (int i = 3; i < 2500; i++) {
            submit("ana" + i, ana);
        }
        Set<String> broken = new HashSet<>(Set.of("ana0", "ana1234", "ana999"));
        List<Integer> pages = new ArrayList<>();
        PersonalDataEraser eraser = PersonalDataEraser.builder(stores)
                .videos(failingToDelete(broken))
                .parked((userId, jobs) -> {
                    pages.add(jobs.size());
                    return 0;
                })
                .build();

        assertThatThrownBy(() -> eraser.erase(ana)).isInstanceOf(StoreException.class);
        assertThat(pages).hasSize(3).allMatch(size -> size <= 1000);
        assertThat(stores.jobs().history(ana, 10, 0))
                .extracting(job -> job.id().value())
                .containsExactly("ana0", "ana1234", "ana999");

        broken.clear();
        assertThat(eraser.erase(ana)).isTrue();
        assertThat(videos.size()).as("bia's").isEqualTo(1);
    }

    @Test
    void unavailableQueueIsNotAskedAgainForEachPage() {
        for (int i = 3; i < 2500; i++) {
            submit("ana" + i, ana);
        }
        List<Integer> pages = new ArrayList<>();
        PersonalDataEraser eraser = PersonalDataEraser.builder(stores)
                .videos(videos)
                .parked((userId, jobs) -> {
                    pages.add(jobs.size());
                    throw new IllegalStateException("The broker is away, for a test");
                })
                .build();

        assertThatThrownBy(() -> eraser.erase(ana)).hasMessageContaining("broker is away");

        assertThat(pages).containsExactly(1000);
        assertThat(videos.size()).as("videos are deleted anyway").isEqualTo(1);
        assertThat(stores.jobs().count(ana)).isEqualTo(2500);
    }

    @Test
    void parkedMessagesAreErasedToo() {
        park(format.encode(new JobMessage(new JobId("ana0"), ana, "bom_dia", VIDEO)));
        park(format.encode(new JobMessage(new JobId("never stored"), ana, "bom_dia", VIDEO)));
        park(format.damaged(new JobId("ana1")));
        park(format.damaged(new JobId("bia")));
        park(format.encode(new JobMessage(new JobId("bia"), bia, "bom_dia", VIDEO)));
        assertThat(queue.parked()).hasSize(5);

        PersonalDataEraser eraser =
                PersonalDataEraser.builder(stores).videos(videos).parked(queue).build();
        assertThat(eraser.erase(ana)).isTrue();

        assertThat(queue.parked()).hasSize(2);
    }

    @Test
    void messagesParkedDuringErasureAreErasedToo() {
        VideoStore whileParking = Disturbed.store(
                VideoStore.class,
                videos,
                method -> park(format.encode(new JobMessage(new JobId("never stored"), ana, "bom_dia", VIDEO))));
        PersonalDataEraser eraser = PersonalDataEraser.builder(stores)
                .videos(whileParking)
                .parked(queue)
                .build();

        assertThat(eraser.erase(ana)).isTrue();

        assertThat(queue.parked()).isEmpty();
    }

    @Test
    void parkedMessagesOfADeletedAccountCanStillBeErased() {
        Set<String> away = new HashSet<>(Set.of("the broker"));
        PersonalDataEraser eraser = PersonalDataEraser.builder(stores)
                .videos(videos)
                .parked((userId, jobs) -> {
                    if (stores.users().findById(userId).isEmpty() && !away.isEmpty()) {
                        throw new IllegalStateException("The broker is away, for a test");
                    }
                    return queue.eraseParked(userId, jobs);
                })
                .build();
        assertThatThrownBy(() -> eraser.erase(ana)).hasMessageContaining("broker is away");
        park(format.encode(new JobMessage(new JobId("never stored"), ana, "bom_dia", VIDEO)));
        away.clear();

        assertThat(eraser.erase(ana)).isFalse();

        assertThat(queue.parked()).isEmpty();
    }

    @Test
    void undeletableParkedMessagesKeepTheJobsThatIdentifyThem() {
        PersonalDataEraser eraser = PersonalDataEraser.builder(stores)
                .videos(videos)
                .parked((userId, jobs) -> {
                    throw new IllegalStateException("The broker is away, for a test");
                })
                .build();

        assertThatThrownBy(() -> eraser.erase(ana)).hasMessageContaining("broker is away");

        assertThat(videos.size()).as("videos are deleted anyway").isEqualTo(1);
        assertThat(stores.jobs().count(ana)).isEqualTo(3);
    }

    private PersonalDataEraser eraser(VideoStore kept) {
        return PersonalDataEraser.builder(stores).videos(kept).build();
    }

    private VideoStore failingToDelete(Set<String> ids) {
        return Disturbed.store(VideoStore.class, videos, (method, args) -> {
            if (method.equals("delete") && ids.contains(args[0].toString())) {
                throw new StoreException("the disk is full, for a test");
            }
        });
    }

    private void submit(String id, long owner) {
        videos.put(new JobId(id), VIDEO);
        stores.jobs().insert(new NewJob(new JobId(id), owner, "bom_dia", Instant.EPOCH), JobStore.UNLIMITED);
    }

    private void park(EncodedMessage message) {
        queue.publishEncoded(message);
        try (AutoCloseable subscription = queue.consume(1, new Parking())) {
            deliveries.forEach(Runnable::run);
            deliveries.clear();
            assertThat(queue.size()).isZero();
            subscription.close();
        } catch (Exception e) {
            throw new AssertionError("Closing failed", e);
        }
    }

    private static final class Parking implements JobHandler {

        @Override
        public Disposition handle(JobMessage message, int delivery) {
            return new Disposition.Park("for a test");
        }

        @Override
        public Disposition handleMalformed(MalformedMessageException problem, int delivery) {
            return new Disposition.Park("for a test");
        }
    }
}
