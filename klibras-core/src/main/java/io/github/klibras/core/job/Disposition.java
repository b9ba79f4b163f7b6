package io.github.klibras.core.job;

import java.time.Duration;

/** What is to become of a delivered message. */
public sealed interface Disposition {

    /** It has been dealt with; the queue may forget it. */
    record Done() implements Disposition {}

    /**
     * It is to be delivered again.
     *
     * @param delay not before that time has passed
     */
    record RetryAfter(Duration delay) implements Disposition {}

    /**
     * It can not be dealt with; it is kept aside for somebody to look at.
     *
     * @param reason why
     */
    record Park(String reason) implements Disposition {}
}
