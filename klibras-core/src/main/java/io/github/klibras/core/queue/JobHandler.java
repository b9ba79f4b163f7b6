package io.github.klibras.core.queue;

/** Handles messages. Called by as many threads at once as the source was started with. */
public interface JobHandler {

    /**
     * Deals with a message. The same message may come again, after a crash also if it was dealt with. An exception has
     * the message delivered again after a delay of the source's.
     *
     * @param message the message
     * @param delivery 1 for the first time; counts the times that the source knows the message to have been given back,
     *     by {@link Disposition.RetryAfter} or by an exception
     */
    Disposition handle(JobMessage message, int delivery);

    /**
     * Deals with bytes that are not a message.
     *
     * @param problem what is wrong
     * @param delivery as for {@link #handle}
     */
    Disposition handleMalformed(MalformedMessageException problem, int delivery);
}
