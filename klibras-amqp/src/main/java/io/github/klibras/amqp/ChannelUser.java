package io.github.klibras.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;

import java.io.IOException;

/** Works on a channel, and gets another one whenever it is lost. Calls come one after the other. */
interface ChannelUser {

    /**
     * Sets a new channel up and begins to use it. May block on the broker. If it throws, the channel is closed and
     * there will be another one.
     */
    void opened(Channel channel) throws IOException;

    /** The channel is of no use any more. Called on the thread of the connection: must not block. */
    void lost(Channel channel, ShutdownSignalException cause);

    /** The broker takes messages again. Called on the thread of the connection. */
    default void unblocked() {}
}
