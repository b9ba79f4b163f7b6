package io.github.klibras.benchmarks;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.github.klibras.amqp.Broker;
import io.github.klibras.amqp.BrokerConfig;
import io.github.klibras.amqp.QueueTopology;
import io.github.klibras.core.backoff.Scheduler;

/** The RabbitMQ server that {@code tools/broker} has started. */
final class RabbitServer {

    private RabbitServer() {}

    static String uri() {
        return Environment.variable("KLIBRAS_AMQP_URI");
    }

    /** Connects as a host does that cannot start without the broker. */
    static Broker connect(Scheduler scheduler) {
        return Broker.connect(config(), scheduler);
    }

    /** Connects in the background, as a host does that may start before the broker. */
    static Broker start(Scheduler scheduler) {
        return Broker.start(config(), scheduler);
    }

    private static BrokerConfig config() {
        return BrokerConfig.builder(uri()).build();
    }

    /** Opens a connection of the client's own. */
    static Connection newConnection() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri());
        return factory.newConnection();
    }

    static void deleteQueues(QueueTopology topology) throws Exception {
        try (Connection connection = newConnection();
                Channel channel = connection.createChannel()) {
            for (String queue : topology.queues()) {
                channel.queueDelete(queue);
            }
        }
    }
}
