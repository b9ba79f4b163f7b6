package io.github.klibras.core.queue;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** A message as a broker carries it. The body is not copied and must not be modified. */
public final class EncodedMessage {

    private final byte[] body;
    private final @Nullable String contentType;
    private final Map<String, String> headers;

    /**
     * Wraps the parts of a message.
     *
     * @param body the bytes, not copied
     * @param contentType the media type, or {@code null} if the sender set none
     * @param headers further properties by name
     */
    public EncodedMessage(byte[] body, @Nullable String contentType, Map<String, String> headers) {
        this.body = body;
        this.contentType = contentType;
        this.headers = Map.copyOf(headers);
    }

    /** Returns the bytes themselves, not a copy. */
    public byte[] body() {
        return body;
    }

    public @Nullable String contentType() {
        return contentType;
    }

    public Map<String, String> headers() {
        return headers;
    }

    @Override
    public String toString() {
        return "EncodedMessage[" + body.length + " bytes, contentType=" + contentType + "]";
    }
}
