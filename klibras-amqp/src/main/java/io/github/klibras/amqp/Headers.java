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

/** Headers of messages: ours, and those that must not survive when a message is sent again. */
final class Headers {

    /** Number of this delivery, 1 for the first; absent means 1. */
    static final String DELIVERY = "x-klibras-delivery";

    /** Milliseconds that the message still has to wait when it leaves a retry queue. */
    static final String WAIT = "x-klibras-wait";

    /** Why a message was parked. */
    static final String REASON = "x-klibras-parked-reason";

    /** When a message was parked, ISO 8601. */
    static final String PARKED_AT = "x-klibras-parked-at";

    /** How many headers were dropped to make room for ours. */
    static final String DROPPED = "x-klibras-dropped-headers";

    /** Why the broker dead-lettered a message, for example {@code delivery_limit} or {@code rejected}. */
    private static final String DEATHS = "x-death";

    private static final int PERSISTENT = 2;
    private static final int MAX_REASON = 1000;
    private static final Set<String> OURS = Set.of(DELIVERY, WAIT, REASON, PARKED_AT);

    /** Headers that would send copies elsewhere, or that belong to the broker. */
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

    /** Returns the headers that are text or plain values, without any nested structures. */
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

    /** Returns the number of this delivery; 1 if the header is invalid. */
    static int delivery(BasicProperties properties) {
        long number = number(properties, DELIVERY, 1);
        return number >= 1 && number < Integer.MAX_VALUE ? (int) number : 1;
    }

    /** Returns how long the message still has to wait. */
    static Duration remainingWait(BasicProperties properties) {
        return Duration.ofMillis(Math.max(0, number(properties, WAIT, 0)));
    }

    /** Returns the reason that we, or else the broker, gave for parking the message; empty if there is none. */
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

    /**
     * Clears the expiration, since the message must not expire while it waits, and the user id, since the broker
     * refuses another user's.
     */
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

    /** Returns the text, cut off if it is longer than this. */
    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    static Map<String, Object> all(BasicProperties properties) {
        return properties.getHeaders() == null ? Map.of() : properties.getHeaders();
    }
}
