package io.github.klibras.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import org.jspecify.annotations.Nullable;

/** A message in hand, and the only channel that can acknowledge it. */
record InHand(Channel channel, Delivery delivery) {

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
