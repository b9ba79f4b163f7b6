package io.github.klibras.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.LongString;
import io.github.klibras.core.job.EncodedMessage;
import io.github.klibras.core.job.MalformedMessageException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Headers of messages: ours, and those that must not survive when a message is sent anew. */
final class Headers {

    /** Which delivery this one is, 1 for the first; absent means 1. */
    static final String DELIVERY = "x-klibras-delivery";

    /** Milliseconds that the message has to wait yet, when it comes out of the last step of retries. */
    static final String WAIT = "x-klibras-wait";

    /** Why a message was parked. */
    static final String REASON = "x-klibras-parked-reason";

    /** When a message was parked, ISO 8601. */
    static final String PARKED_AT = "x-klibras-parked-at";

    /** What the broker has done with a message: why it parked it, for example {@code delivery_limit} or {@code rejected}. */
    private static final String DEATHS = "x-death";

    private static final Set<String> PLAIN = Set.of("", "identity", "utf-8", "utf8", "ascii", "us-ascii", "binary");
    private static final int PERSISTENT = 2;
    private static final int BROKERS_SHARE = 4096;
    private static final int MAX_REASON = 1000;
    private static final Set<String> OURS = Set.of(DELIVERY, WAIT, REASON, PARKED_AT);

    /** They would send copies elsewhere, or belong to the broker. */
    private static final Set<String> NOT_TO_BE_REPEATED = Set.of(
            "CC",
            "BCC",
            DEATHS,
            "x-first-death-exchange",
            "x-first-death-queue",
            "x-first-death-reason",
            "x-last-death-exchange",
            "x-last-death-queue",
            "x-last-death-reason",
            "x-delivery-count");

    private Headers() {}

    /** Returns the properties of a new message. */
    static BasicProperties of(EncodedMessage message, String id, Map<String, String> more) {
        Map<String, Object> headers = new HashMap<>(message.headers());
        headers.putAll(more);
        return new BasicProperties.Builder()
                .contentType(message.contentType())
                .deliveryMode(PERSISTENT)
                .messageId(id)
                .headers(headers)
                .build();
    }

    /**
     * Checks that the body is as it was written. The Python service gives its character set as the content encoding.
     *
     * @throws MalformedMessageException if it is compressed; it names the job if a header does, or else by the message id,
     *     which is the job's in our messages
     */
    static void requireUncompressed(BasicProperties properties) {
        String encoding = properties.getContentEncoding();
        if (encoding != null && !PLAIN.contains(encoding.toLowerCase(Locale.ROOT))) {
            throw new MalformedMessageException(
                    "The body is compressed or encoded (content encoding '"
                            + encoding.replaceAll("[^a-zA-Z0-9_.,-]", "?")
                            + "'), which is not supported; publish it as it is",
                    Addressing.of(properties, new byte[0]).jobId(),
                    null);
        }
    }

    static EncodedMessage message(BasicProperties properties, byte[] body) {
        return new EncodedMessage(body, properties.getContentType(), text(properties));
    }

    /** Returns the headers that are text or plain values; other people's structures are none of our business. */
    static Map<String, String> text(BasicProperties properties) {
        Map<String, String> text = new HashMap<>();
        all(properties).forEach((name, value) -> {
            if (value instanceof LongString
                    || value instanceof String
                    || value instanceof Number
                    || value instanceof Boolean) {
                text.put(name, value.toString());
            }
        });
        return text;
    }

    /** Returns which delivery this is. Whoever writes nonsense into the header gets 1. */
    static int delivery(BasicProperties properties) {
        long number = number(properties, DELIVERY, 1);
        return number >= 1 && number < Integer.MAX_VALUE ? (int) number : 1;
    }

    /** Returns how long the message has to wait yet. */
    static Duration remainingWait(BasicProperties properties) {
        return Duration.ofMillis(Math.max(0, number(properties, WAIT, 0)));
    }

    /** Returns what we said when we parked it, or what the broker said, or nothing. */
    static String reason(BasicProperties properties) {
        Object ours = all(properties).get(REASON);
        return ours != null ? ours.toString() : brokersReason(properties);
    }

    /** The newest entry comes first. */
    private static String brokersReason(BasicProperties properties) {
        if (all(properties).get(DEATHS) instanceof List<?> deaths
                && !deaths.isEmpty()
                && deaths.get(0) instanceof Map<?, ?> death
                && death.get("reason") != null) {
            return death.get("reason").toString();
        }
        return "";
    }

    static @Nullable Instant parkedAt(BasicProperties properties) {
        Object at = all(properties).get(PARKED_AT);
        try {
            return at == null ? null : Instant.parse(at.toString());
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    static BasicProperties forRetry(BasicProperties properties, int delivery, Duration remaining) {
        Map<String, Object> headers = repeatable(properties);
        headers.put(DELIVERY, delivery);
        if (!remaining.isZero()) {
            headers.put(WAIT, remaining.toMillis());
        }
        return again(properties, headers);
    }

    static BasicProperties forParking(BasicProperties properties, String reason, Instant now) {
        Map<String, Object> headers = repeatable(properties);
        headers.put(DELIVERY, delivery(properties));
        headers.put(REASON, reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON));
        headers.put(PARKED_AT, now.toString());
        return again(properties, headers);
    }

    /**
     * Returns the properties in a form that fits into one frame with the given message, as the protocol demands: if need be
     * without the headers of others that are no fields of the message. A message that its broker has delivered may fit no
     * more, since we add headers to it.
     *
     * @param frameMax the greatest size of a frame, in bytes; 0 for any
     * @return empty if it does not fit without them either
     */
    static Optional<BasicProperties> fitting(BasicProperties properties, int bodySize, int frameMax) {
        if (fits(properties, bodySize, frameMax)) {
            return Optional.of(properties);
        }
        Map<String, Object> headers = new HashMap<>(all(properties));
        headers.keySet().removeIf(name -> !OURS.contains(name) && !JsonMessages.FIELDS.contains(name));
        BasicProperties lean = properties.builder().headers(headers).build();
        return fits(lean, bodySize, frameMax) ? Optional.of(lean) : Optional.empty();
    }

    /** Returns no more of the properties than our own headers and the id, for a message that is parked anyway. */
    static BasicProperties bare(BasicProperties properties) {
        Map<String, Object> headers = new HashMap<>(all(properties));
        headers.keySet().retainAll(OURS);
        return new BasicProperties.Builder()
                .messageId(properties.getMessageId())
                .deliveryMode(PERSISTENT)
                .headers(headers)
                .build();
    }

    /** The broker adds headers of its own when a message comes out of a retry queue, and delivers none beyond the limit. */
    private static boolean fits(BasicProperties properties, int bodySize, int frameMax) {
        try {
            int spare = Math.min(BROKERS_SHARE, frameMax / 4);
            return frameMax == 0 || properties.toFrame(0, bodySize).size() + spare <= frameMax;
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing is written but an array", e);
        }
    }

    static BasicProperties forReplay(BasicProperties properties) {
        return again(properties, repeatable(properties));
    }

    private static Map<String, Object> repeatable(BasicProperties properties) {
        Map<String, Object> headers = new HashMap<>(all(properties));
        headers.keySet().removeAll(OURS);
        headers.keySet().removeAll(NOT_TO_BE_REPEATED);
        return headers;
    }

    /** A message must not expire where it waits, and the broker refuses one in somebody else's name. */
    private static BasicProperties again(BasicProperties properties, Map<String, Object> headers) {
        return properties
                .builder()
                .headers(headers)
                .deliveryMode(PERSISTENT)
                .expiration(null)
                .userId(null)
                .build();
    }

    private static long number(BasicProperties properties, String name, long otherwise) {
        return all(properties).get(name) instanceof Number number ? number.longValue() : otherwise;
    }

    private static Map<String, Object> all(BasicProperties properties) {
        return properties.getHeaders() == null ? Map.of() : properties.getHeaders();
    }
}
