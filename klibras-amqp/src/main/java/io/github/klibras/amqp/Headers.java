package io.github.klibras.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.LongString;
import io.github.klibras.core.queue.EncodedMessage;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** How many headers were dropped, since they left no room for ours. */
    static final String DROPPED = "x-klibras-dropped-headers";

    /** What the broker has done with a message: why it parked it, for example {@code delivery_limit} or {@code rejected}. */
    private static final String DEATHS = "x-death";

    private static final int PERSISTENT = 2;
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
        headers.put(REASON, cut(reason, MAX_REASON));
        headers.put(PARKED_AT, now.toString());
        return again(properties, headers);
    }

    static BasicProperties forReplay(BasicProperties properties) {
        return again(properties, repeatable(properties));
    }

    /** Returns properties for another form of the same message. */
    static BasicProperties rewritten(BasicProperties properties, EncodedMessage message) {
        Map<String, Object> headers = new HashMap<>(all(properties));
        headers.keySet().removeAll(RawMessages.HEADERS);
        headers.putAll(message.headers());
        return properties
                .builder()
                .contentType(message.contentType())
                .headers(headers)
                .build();
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

    static boolean isOurs(String name) {
        return OURS.contains(name) || name.equals(DROPPED);
    }

    /** Returns a text, or its beginning if it is longer than that. */
    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    static Map<String, Object> all(BasicProperties properties) {
        return properties.getHeaders() == null ? Map.of() : properties.getHeaders();
    }
}
