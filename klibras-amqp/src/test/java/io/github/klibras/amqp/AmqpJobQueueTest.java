package io.github.klibras.amqp;

import io.github.klibras.core.queue.EncodedMessage;
import io.github.klibras.core.queue.JobQueue;
import io.github.klibras.core.queue.JobSource;
import io.github.klibras.testkit.queue.JobQueueContract;
import io.github.klibras.testkit.queue.TextMessageFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIf;

import java.util.List;
import java.util.function.Function;

/** The queue contract on RabbitMQ. */
@EnabledIf(value = "io.github.klibras.amqp.TestBroker#available", disabledReason = "There is no broker")
class AmqpJobQueueTest {

    @Nested
    class Compatible extends Rules {
        Compatible() throws Exception {
            super(TestBroker::compatible);
        }
    }

    @Nested
    class Quorum extends Rules {
        Quorum() throws Exception {
            super(TestBroker::quorum);
        }
    }

    abstract static class Rules extends JobQueueContract {

        private final TestBroker server = new TestBroker();
        private final Broker broker = server.connect();
        private final QueueTopology topology;
        private final AmqpJobQueue queue;
        private final AmqpJobSource source;
        private final ParkedMessages parked;

        Rules(Function<TestBroker, QueueTopology> topology) throws Exception {
            this.topology = topology.apply(server);
            broker.declare(this.topology);
            queue = broker.queue(this.topology, new TextMessageFormat(), PublisherConfig.defaults());
            source = broker.source(this.topology, new TextMessageFormat(), ConsumerConfig.defaults());
            parked = broker.parked(this.topology);
        }

        @AfterEach
        void close() throws Exception {
            broker.close();
            server.close();
        }

        @Override
        protected JobQueue queue() {
            return queue;
        }

        @Override
        protected JobSource source() {
            return source;
        }

        @Override
        protected void publishForeign(EncodedMessage message) {
            server.publish(topology.queue(), message);
        }

        @Override
        protected List<byte[]> parked() {
            return parked.list(100).stream()
                    .map(message -> message.message().body())
                    .toList();
        }
    }
}
