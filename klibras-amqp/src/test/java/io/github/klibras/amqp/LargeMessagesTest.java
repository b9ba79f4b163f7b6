package io.github.klibras.amqp;

import com.rabbitmq.client.GetResponse;
import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.StoreException;
import io.github.klibras.core.backoff.Backoff;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.inmemory.InMemoryJobSignal;
import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.inmemory.InMemoryVideoStore;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.landmark.ExtractedLandmarks;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.model.ModelHolder;
import io.github.klibras.core.queue.Disposition;
import io.github.klibras.core.queue.Disposition.Done;
import io.github.klibras.core.queue.Disposition.Park;
import io.github.klibras.core.queue.Disposition.RetryAfter;
import io.github.klibras.core.queue.EncodedMessage;
import io.github.klibras.core.queue.JobHandler;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobMessageFormat;
import io.github.klibras.core.queue.JobSource;
import io.github.klibras.core.queue.MalformedMessageException;
import io.github.klibras.core.queue.PublishOutcome;
import io.github.klibras.core.queue.PublishOutcome.Confirmed;
import io.github.klibras.core.queue.PublishOutcome.TooLarge;
import io.github.klibras.core.service.RecognitionService;
import io.github.klibras.core.service.RecognitionWorker;
import io.github.klibras.core.service.Submission;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.Username;
import io.github.klibras.core.waiting.JobWaiter;
import io.github.klibras.testkit.FakeClassifier;
import io.github.klibras.testkit.simulation.Faults;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Messages that are larger than the broker accepts, whatever its limit. */
@EnabledIf(value = "io.github.klibras.amqp.TestBroker#available", disabledReason = "There is no broker")
class LargeMessagesTest {

    private final TestBroker server = new TestBroker();
    private final TestProxy proxy = new TestProxy(TestBroker.uri());
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<String> connections = new LinkedBlockingQueue<>();
    private final Broker broker = Broker.connect(
            BrokerConfig.builder(proxy.uri())
                    .reconnectPauses(Backoff.fixed(Duration.ofMillis(50)))
                    .listener(new BrokerListener() {
                        @Override
                        public void connected(String connection) {
                            connections.add(connection);
                        }

                        @Override
                        public void channelLost(String purpose, String reason) {
                            refusals.add(reason);
                        }
                    })
                    .build(),
            server.scheduler());
    private final QueueTopology topology = server.quorum();
    private final InMemoryVideoStore videos = new InMemoryVideoStore();
    private final JobMessageFormat format = new Boundless(AmqpJobMessageFormat.claimCheck(videos));
    private final PublisherConfig config = PublisherConfig.builder()
            .maxMessageBytes(Integer.MAX_VALUE)
            .windowBytes(Long.MAX_VALUE)
            .timeout(Duration.ofMinutes(1))
            .build();
    private final int limit = server.largestMessage();

    LargeMessagesTest() throws Exception {}

    @AfterEach
    void close() throws Exception {
        broker.close();
        proxy.close();
        server.close();
    }

    @Test
    void refusedMessageIsSentAsAClaimCheckAndTheNextOneDirectly() throws Exception {
        AmqpJobQueue queue = broker.queue(topology, format, config);
        JobMessage first = message("first", limit + 1);
        JobMessage second = message("second", limit + 1);
        JobMessage fits = message("fits", limit);

        assertThat(get(queue.publish(first))).isEqualTo(new Confirmed());
        assertThat(get(queue.publish(second))).isEqualTo(new Confirmed());
        assertThat(get(queue.publish(fits))).isEqualTo(new Confirmed());

        assertThat(refusals)
                .singleElement()
                .asString()
                .contains("message size " + (limit + 1) + " is larger than configured max size " + limit);
        List<GetResponse> taken = server.take(topology.queue());
        assertThat(taken).extracting(this::read).containsExactly(first, second, fits);
        assertThat(taken)
                .extracting(got -> got.getProps().getContentType())
                .containsExactly("application/json", "application/json", "application/octet-stream");
        assertThat(videos.size()).isEqualTo(2);
    }

    @Test
    void publishAndWaitReturnsTheOutcomeOfTheClaimCheck() throws Exception {
        AmqpJobQueue queue = broker.queue(topology, format, config);

        assertThat(queue.publishAndWait(message("first", limit + 1))).isEqualTo(new Confirmed());
        assertThat(queue.publishAndWait(message("second", limit + 1))).isEqualTo(new Confirmed());

        assertThat(refusals).hasSize(1);
        assertThat(server.take(topology.queue())).hasSize(2);
    }

    @Test
    void severalLargeMessagesInFlightCauseOneRefusalAndOthersArrive() throws Exception {
        AmqpJobQueue queue = broker.queue(topology, format, config);
        List<CompletableFuture<PublishOutcome>> outcomes = new ArrayList<>();

        for (int i = 0; i < 40; i++) {
            outcomes.add(queue.publish(message("job-" + i, i == 10 || i == 20 ? limit + 1 : 1000)));
        }

        for (CompletableFuture<PublishOutcome> outcome : outcomes) {
            assertThat(get(outcome)).isEqualTo(new Confirmed());
        }
        assertThat(refusals).hasSize(1);
        assertThat(server.take(topology.queue()))
                .extracting(got -> got.getProps().getMessageId())
                .containsAll(IntStream.range(0, 40).mapToObj(i -> "job-" + i).toList());
    }

    @Test
    void withoutAStoreTooLargeIsReportedAndThenKnownInAdvance() throws Exception {
        AmqpJobQueue queue = broker.queue(topology, new Boundless(null), config);
        JobMessage large = message("large", limit + 1);
        TooLarge tooLarge = new TooLarge(limit + 1, limit);
        assertThat(queue.tooLarge(large)).as("the limit is not known yet").isEmpty();

        CompletableFuture<PublishOutcome> refused = queue.publish(large);
        CompletableFuture<PublishOutcome> other = queue.publish(message("other", 3));

        assertThat(get(refused)).isEqualTo(tooLarge);
        assertThat(get(other)).isEqualTo(new Confirmed());
        assertThat(queue.tooLarge(large)).contains(tooLarge);
        assertThat(get(queue.publish(large))).isEqualTo(tooLarge);
        assertThat(queue.publishAndWait(large)).isEqualTo(tooLarge);
        assertThat(refusals).hasSize(1);
        assertThat(tooLarge.reason())
                .contains("has " + (limit + 1) + " bytes", "at most " + limit, "shorter video", "in a store");
        assertThat(server.take(topology.queue()))
                .extracting(got -> got.getProps().getMessageId())
                .containsExactly("other");
    }

    /** The next connection may be to a broker that accepts more. */
    @Test
    void theLimitIsForgottenWithTheConnection() throws Exception {
        AmqpJobQueue queue = broker.queue(topology, format, config);
        assertThat(queue.publishAndWait(message("first", limit + 1))).isEqualTo(new Confirmed());
        assertThat(queue.publishAndWait(message("second", limit + 1))).isEqualTo(new Confirmed());

        connections.clear();
        proxy.cut();
        while (!Objects.requireNonNull(connections.poll(20, TimeUnit.SECONDS), "it does not connect again")
                .endsWith("publish")) {
            // That was the other connection.
        }

        assertThat(queue.publishAndWait(message("third", limit + 1))).isEqualTo(new Confirmed());
        assertThat(refusals.stream().filter(reason -> reason.contains("max size")))
                .hasSize(2);
    }

    @Test
    void storeFailureIsReportedAndTheQueueKeepsWorking() throws Exception {
        VideoStore broken = new Faults(new SplittableRandom(1), pause -> {})
                .chance(Faults.Kind.FAIL_BEFORE, 1, "put")
                .inject(VideoStore.class, videos);
        AmqpJobQueue queue = broker.queue(topology, new Boundless(AmqpJobMessageFormat.claimCheck(broken)), config);

        for (String id : List.of("refused", "known")) {
            assertThat(queue.publish(message(id, limit + 1)))
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .withCauseInstanceOf(StoreException.class);
        }
        assertThatThrownBy(() -> queue.publishAndWait(message("large", limit + 1)))
                .isInstanceOf(StoreException.class);
        assertThat(get(queue.publish(message("third", 3)))).isEqualTo(new Confirmed());
    }

    @Test
    void forgettingAClaimCheckDeletesItsVideo() throws Exception {
        AmqpJobQueue queue = broker.queue(topology, format, config);
        assertThat(queue.publishAndWait(message("first", limit + 1))).isEqualTo(new Confirmed());

        queue.forget(new JobId("first"));

        assertThat(videos.size()).isZero();
    }

    @Test
    void claimChecksAreRefusedForQueuesWithPythonWorkers() throws Exception {
        QueueTopology shared = server.compatible();

        for (Runnable use : List.<Runnable>of(
                () -> broker.queue(shared, format, config).close(),
                () -> broker.source(shared, format, ConsumerConfig.defaults()).close())) {
            assertThatThrownBy(use::run)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("worker of the Python service")
                    .hasMessageContaining("withoutPythonWorkers()");
        }
        AmqpJobQueue queue = broker.queue(shared.withoutPythonWorkers(), format, config);
        assertThat(queue.publishAndWait(message("first", limit + 1))).isEqualTo(new Confirmed());
        assertThat(server.take(shared.queue())).extracting(this::read).containsExactly(message("first", limit + 1));
    }

    /** Nothing in the calls of service and worker says how large a video may be. */
    @Test
    void aLargeVideoIsSubmittedRecognizedAndDeletedLikeAnyOther() throws Exception {
        InMemoryStores stores = new InMemoryStores();
        stores.catalog().addSign(new NewSign("Bom dia", "", "bom_dia", 10));
        long ana = ((Registered) stores.users()
                        .insert(new NewUser(
                                new EmailAddress("ana@example.org"), new Username("ana"), "hash", Role.USER)))
                .user()
                .id();
        InMemoryJobSignal signal = new InMemoryJobSignal();
        BlockingQueue<Integer> extracted = new LinkedBlockingQueue<>();
        ExecutorService executor = Executors.newCachedThreadPool();
        try (ModelHolder<FakeClassifier> model =
                ModelHolder.builder(() -> new FakeClassifier("bom_dia")).build()) {
            RecognitionService service = RecognitionService.builder(
                            stores.catalog(),
                            stores.jobs(),
                            broker.queue(topology, format, config),
                            JobWaiter.builder(stores.jobs(), signal, server.scheduler(), executor)
                                    .build())
                    .executor(executor)
                    .build();
            RecognitionWorker worker = RecognitionWorker.builder(
                            stores.jobs(),
                            stores.catalog(),
                            (video, request) -> {
                                extracted.add(video.size());
                                return new ExtractedLandmarks(
                                        LandmarkSequence.of(LandmarkLayout.POSE_HANDS, new float[2 * 258]), 2, 2);
                            },
                            model,
                            server.scheduler())
                    .videos(videos)
                    .listener(signal)
                    .build();

            Submission submission = service.submit(ana, "bom_dia", Video.of(new byte[limit + 1]))
                    .get(1, TimeUnit.MINUTES);
            JobId id = ((Submission.Accepted) submission).jobId();
            assertThat(videos.size()).isEqualTo(1);
            try (JobSource.Subscription working =
                    broker.source(topology, format, ConsumerConfig.defaults()).consume(1, worker)) {
                RecognitionJob job = service.await(id, ana, Duration.ofMinutes(1))
                        .get(2, TimeUnit.MINUTES)
                        .orElseThrow();
                assertThat(job.awardedPoints()).isEqualTo(10);
                working.close();
            }

            assertThat(extracted).containsExactly(limit + 1);
            assertThat(videos.size()).isZero();
            assertThat(server.take(topology.queue())).isEmpty();
        } finally {
            executor.shutdownNow();
        }
    }

    /**
     * As after an upgrade from a broker with a higher limit: messages in its queues are delivered, but cannot be
     * sent again.
     */
    @Test
    void messageInHandThatBecameTooLargeIsRetriedAsAClaimCheck() throws Exception {
        ExecutorService executor = Executors.newCachedThreadPool();
        BlockingQueue<JobMessage> handled = new LinkedBlockingQueue<>();
        JobMessage large = message("large", 5000);
        try (ManagedConnection connection = new ManagedConnection(
                BrokerConfig.builder(TestBroker.uri()).build(), "publish", server.scheduler(), executor)) {
            connection.connect();
            Publisher publisher = new Publisher(connection, "tests", config, executor, topology::declare);
            broker.declare(topology);
            server.publish(topology.queue(), format.encode(large));
            connection.noteLargestMessage(Objects.requireNonNull(connection.current()), 1000);
            AmqpJobSource source = new AmqpJobSource(
                    connection, topology, format, ConsumerConfig.defaults(), InstantSource.system(), publisher);

            try (source;
                    JobSource.Subscription subscription = source.consume(1, handler(handled))) {
                assertThat(handled.poll(20, TimeUnit.SECONDS)).isEqualTo(large);
                assertThat(videos.size()).as("after one refusal").isLessThanOrEqualTo(1);
                assertThat(handled.poll(20, TimeUnit.SECONDS)).isEqualTo(large);
                subscription.close();
            }
            assertThat(videos.find(large.jobId())).contains(large.video());
        } finally {
            executor.shutdownNow();
        }
        GetResponse parked = server.take(topology.parkedQueue()).get(0);
        assertThat(read(parked)).isEqualTo(large);
        assertThat(parked.getBody()).hasSizeLessThan(1000);
        assertThat(TestBroker.headers(parked)).containsEntry(Headers.DELIVERY, 2);
    }

    /** The format itself refuses more than 128 MiB, which is what RabbitMQ 3.10 accepts. */
    @Test
    void messageTooLargeForTheFormatBecomesAClaimCheckWithoutARefusal() throws Exception {
        AmqpJobMessageFormat own = AmqpJobMessageFormat.raw().largeAs(AmqpJobMessageFormat.claimCheck(videos));
        AmqpJobQueue queue = broker.queue(topology, own, config);
        JobMessage large = message("large", AmqpJobMessageFormat.MAX_MESSAGE_BYTES + 1);
        AmqpJobQueue withoutStore = broker.queue(topology, AmqpJobMessageFormat.raw(), PublisherConfig.defaults());
        assertThat(withoutStore.tooLarge(large))
                .as("nothing need be stored for it")
                .isPresent();

        assertThat(get(queue.publish(large))).isEqualTo(new Confirmed());

        assertThat(refusals).isEmpty();
        assertThat(server.take(topology.queue())).extracting(this::read).containsExactly(large);
    }

    /** Writes videos as they are, of any size. */
    private record Boundless(@Nullable AmqpJobMessageFormat large) implements JobMessageFormat {

        @Override
        public EncodedMessage encode(JobMessage message) {
            JobMessage small =
                    new JobMessage(message.jobId(), message.userId(), message.expectedAction(), Video.of(new byte[1]));
            EncodedMessage written = AmqpJobMessageFormat.raw().encode(small);
            return new EncodedMessage(message.video().toByteArray(), written.contentType(), written.headers());
        }

        @Override
        public long encodedSize(JobMessage message) {
            return message.video().size();
        }

        @Override
        public Optional<JobMessageFormat> forLarge() {
            return Optional.ofNullable(large);
        }

        @Override
        public JobMessage decode(EncodedMessage message) {
            return (large == null ? AmqpJobMessageFormat.raw() : large).decode(message);
        }
    }

    @Test
    void messageInHandIsNotReplacedByAReferenceToAMissingVideo() throws Exception {
        ExecutorService executor = Executors.newCachedThreadPool();
        AmqpJobMessageFormat ofStored =
                AmqpJobMessageFormat.raw().largeAs(AmqpJobMessageFormat.claimCheckOfStored(videos));
        JobMessage large = message("large", 5000);
        try (ManagedConnection connection = new ManagedConnection(
                BrokerConfig.builder(TestBroker.uri()).build(), "publish", server.scheduler(), executor)) {
            connection.connect();
            Publisher publisher = new Publisher(connection, "tests", config, executor, topology::declare);
            broker.declare(topology);
            server.publish(topology.queue(), ofStored.encode(large));
            connection.noteLargestMessage(Objects.requireNonNull(connection.current()), 1000);
            AmqpJobSource source = new AmqpJobSource(
                    connection, topology, ofStored, ConsumerConfig.defaults(), InstantSource.system(), publisher);

            try (source;
                    JobSource.Subscription subscription = source.consume(1, handler(new LinkedBlockingQueue<>()))) {
                server.awaitMessages(topology.parkedQueue(), 1);
                subscription.close();
            }
        } finally {
            executor.shutdownNow();
        }
        GetResponse parked = server.take(topology.parkedQueue()).get(0);
        assertThat(read(parked))
                .as("put there by the broker, since it was rejected")
                .isEqualTo(large);
    }

    private static JobHandler handler(BlockingQueue<JobMessage> handled) {
        return new JobHandler() {
            @Override
            public Disposition handle(JobMessage message, int delivery) {
                handled.add(message);
                return delivery == 1 ? new RetryAfter(Duration.ofMillis(100)) : new Park("seen twice");
            }

            @Override
            public Disposition handleMalformed(MalformedMessageException problem, int delivery) {
                return new Done();
            }
        };
    }

    private JobMessage read(GetResponse got) {
        return format.decode(Headers.message(got.getProps(), got.getBody()));
    }

    private static PublishOutcome get(CompletableFuture<PublishOutcome> outcome) throws Exception {
        return outcome.get(2, TimeUnit.MINUTES);
    }

    private static JobMessage message(String id, int size) {
        return new JobMessage(new JobId(id), 7, "bom_dia", Video.of(new byte[size]));
    }
}
