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
 * The frame with the properties of a message. It may not exceed the size that client and broker have agreed on
 * ({@code frame_max}, 128 KiB by default), so a message that only just fitted may no longer fit with our headers.
 */
final class HeaderFrame {

    private static final Logger LOG = LoggerFactory.getLogger(HeaderFrame.class);

    /**
     * Bytes reserved for what the broker adds when a message leaves a retry queue: {@code x-death} and other headers
     * name that queue up to four times, with up to 210 characters each.
     */
    private static final int SPARE = 1536;

    /** Maximum bytes of a value in the minimal form, so that it fits into the protocol's smallest frame, 4 KiB. */
    private static final int SHORT = 255;

    private HeaderFrame() {}

    /**
     * Returns the forms in which the properties may be sent: all of them; without headers that neither we nor a reader
     * needs; and the minimum, which omits long values too. A form that does not fit is left out.
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

    /** Returns the size of the frame in bytes, or more than any frame may have if the client cannot write it. */
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

    /**
     * Returns the property, or {@code null} if it is too long to be written again: invalid UTF-8 grows by being read.
     */
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
