package io.github.klibras.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The frame with the properties of a message. It may not be larger than client and broker have agreed on
 * ({@code frame_max}, 128 KiB by default), so that a message that just fitted may not do so with headers of ours.
 */
final class HeaderFrame {

    private static final Logger LOG = LoggerFactory.getLogger(HeaderFrame.class);

    /**
     * Bytes left for what the broker adds when a message leaves the queue of a retry: {@code x-death} and others name
     * that queue up to four times, with up to 210 characters each.
     */
    private static final int SPARE = 1536;

    /** Bytes that a value may have in the smallest form, which so fits into the smallest frame of the protocol, 4 KiB. */
    private static final int SHORT = 255;

    private HeaderFrame() {}

    /**
     * Returns the properties as they may be sent: all of them; without headers that neither we nor a reader needs;
     * and the least of all, in which what is long is missing too. A form that does not fit is left out.
     *
     * @param frameMax the greatest size of a frame, in bytes; 0 if there is no limit
     * @return the forms, the most complete first
     */
    static List<BasicProperties> forms(BasicProperties properties, int frameMax) {
        List<BasicProperties> forms = new ArrayList<>(3);
        for (BasicProperties form : List.of(properties, essential(properties), least(properties))) {
            if ((frameMax == 0 || size(form) + SPARE <= frameMax) && !forms.contains(form)) {
                forms.add(form);
            }
        }
        if (forms.isEmpty() || !forms.get(0).equals(properties)) {
            LOG.warn(
                    "The headers of message {} leave no room for ours in a frame of {} bytes: those that are not needed to"
                            + " read it are dropped",
                    properties.getMessageId(),
                    frameMax);
        }
        return forms;
    }

    /** Returns the size of the frame in bytes; more than any frame may have if the client cannot write it. */
    private static long size(BasicProperties properties) {
        try {
            return properties.toFrame(0, 0).size();
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("The client cannot write the properties of a message", e);
            return Integer.MAX_VALUE;
        }
    }

    private static BasicProperties essential(BasicProperties properties) {
        Map<String, Object> headers = new HashMap<>(Headers.all(properties));
        headers.keySet().removeIf(name -> !Headers.isOurs(name) && !RawMessages.HEADERS.contains(name));
        return properties.builder().headers(counted(properties, headers)).build();
    }

    private static BasicProperties least(BasicProperties properties) {
        Map<String, Object> headers = new HashMap<>();
        Headers.all(properties).forEach((name, value) -> {
            if (Headers.isOurs(name)) {
                headers.put(name, value instanceof String text ? Headers.cut(text, SHORT / 3) : value);
            } else if (RawMessages.HEADERS.contains(name) && isShort(value)) {
                headers.put(name, value);
            }
        });
        return new BasicProperties.Builder()
                .contentType(writable(properties.getContentType()))
                .contentEncoding(writable(properties.getContentEncoding()))
                .messageId(writable(properties.getMessageId()))
                .deliveryMode(properties.getDeliveryMode())
                .headers(counted(properties, headers))
                .build();
    }

    /** What was no UTF-8 has grown by being read, and may be too long now. */
    private static @Nullable String writable(@Nullable String property) {
        return property == null || isShort(property) ? property : null;
    }

    private static boolean isShort(Object value) {
        return Objects.toString(value).getBytes(StandardCharsets.UTF_8).length <= SHORT;
    }

    private static Map<String, Object> counted(BasicProperties properties, Map<String, Object> headers) {
        int dropped = Headers.all(properties).size() - headers.size();
        if (dropped > 0) {
            headers.put(Headers.DROPPED, dropped);
        }
        return headers;
    }
}
