package io.github.klibras.core.queue;

/** Handler of messages. Called by as many threads at once as the source was started with. */
public interface JobHandler {

    /**
     * Handles a message. The same message may come again, after a crash even if it was handled. If an exception is
     * thrown, the message is delivered again after a delay chosen by the source.
     *
     * @param message the message
     * @param delivery 1 for the first delivery; counts the known times that the message was given back, by {@link
     *     Disposition.RetryAfter} or by an exception
     */
    Disposition handle(JobMessage message, int delivery);

    /**
     * Handles bytes that are not a message.
     *
     * @param problem what is wrong
     * @param delivery as for {@link #handle}
     */
    Disposition handleMalformed(MalformedMessageException problem, int delivery);
}
