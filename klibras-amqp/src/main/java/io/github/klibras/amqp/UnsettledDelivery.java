package io.github.klibras.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import org.jspecify.annotations.Nullable;

/** A message that is neither acknowledged nor rejected yet, and the channel, which alone can do so. */
record UnsettledDelivery(Channel channel, Delivery delivery) {

    long tag() {
        return delivery.getEnvelope().getDeliveryTag();
    }

    BasicProperties properties() {
        return delivery.getProperties();
    }

    byte[] body() {
        return delivery.getBody();
    }

    @Nullable
    String id() {
        return properties().getMessageId();
    }

    /** Returns the greatest size of a frame, in bytes; 0 if there is no limit. */
    int frameMax() {
        return channel.getConnection().getFrameMax();
    }
}
