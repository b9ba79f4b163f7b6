package io.github.klibras.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;

import java.io.IOException;

/** Uses a channel, and is given another whenever it is lost. Methods are called one after the other. */
interface ChannelUser {

    /**
     * Sets up a new channel and begins to use it. May block on the broker. If it throws, the channel is closed and
     * another one will follow.
     */
    void opened(Channel channel) throws IOException;

    /** Called when the channel is no longer usable, on the connection's thread: must not block. */
    void lost(Channel channel, ShutdownSignalException cause);

    /** Called when the broker accepts messages again, on the connection's thread. */
    default void unblocked() {}
}
