package io.github.klibras.amqp;

import io.github.klibras.core.queue.EncodedMessage;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A message that has been put aside.
 *
 * @param id its id, usually that of the job, or {@code null} if it has none
 * @param reason why it was put aside; the broker's reason, if it was the broker, and empty if unknown
 * @param parkedAt when it was put aside, or {@code null} if that was not done by us
 * @param delivery which delivery it was, 1 for the first
 * @param message as it was delivered; the body is not copied
 */
public record ParkedMessage(
        @Nullable String id, String reason, @Nullable Instant parkedAt, int delivery, EncodedMessage message) {}
