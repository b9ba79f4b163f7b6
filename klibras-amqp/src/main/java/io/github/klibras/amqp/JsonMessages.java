package io.github.klibras.amqp;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.klibras.core.encoding.PayloadEncoder;
import io.github.klibras.core.encoding.PayloadEncoding;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.queue.EncodedMessage;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.MalformedMessageException;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Messages in JSON, with the video or a reference to it. */
final class JsonMessages {

    static final String JOB_ID = "job_id";
    static final String EXPECTED_ACTION = "expected_action";
    static final String USER_ID = "user_id";
    static final String ENCODING = "encoding";
    static final String VIDEO_CONTENT = "video_content";

    /** The encoding of a message that has no content. */
    static final String CLAIM_CHECK = "claim-check";

    /** How deeply a skipped unknown field may be nested; known ones are not nested at all. */
    private static final int MAX_DEPTH = 1000;

    private static final String MEDIA_TYPE = "application/json";
    private static final byte[] CONTENT_KEY = (",\"" + VIDEO_CONTENT + "\":\"").getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\"}".getBytes(StandardCharsets.US_ASCII);

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(AmqpJobMessageFormat.MAX_MESSAGE_BYTES)
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .build();

    private JsonMessages() {}

    static long encodedSize(JobMessage message, PayloadEncoding encoding) {
        return encodedSize(head(message, encoding.wireName()), message, encoding);
    }

    /** The head is an object of its own; its closing brace is replaced by the content. */
    private static long encodedSize(byte[] head, JobMessage message, PayloadEncoding encoding) {
        return head.length
                - 1L
                + CONTENT_KEY.length
                + encoding.encodedSize(message.video().size())
                + END.length;
    }

    /** Writes the video straight into the body. */
    static EncodedMessage encode(JobMessage message, PayloadEncoding encoding) {
        byte[] head = head(message, encoding.wireName());
        int contentSize = AmqpJobMessageFormat.writable(
                encoding.encodedSize(message.video().size()));
        long size = encodedSize(head, message, encoding);
        byte[] body = new byte[AmqpJobMessageFormat.writable(size)];
        ByteBuffer target = ByteBuffer.wrap(body).put(head, 0, head.length - 1).put(CONTENT_KEY);
        ByteBuffer video = message.video().asByteBuffer();
        PayloadEncoder.encode(video, encoding, body, target.position());
        target.position(target.position() + contentSize).put(END);
        return new EncodedMessage(body, MEDIA_TYPE, Map.of());
    }

    static EncodedMessage encodeClaimCheck(JobMessage message) {
        return new EncodedMessage(head(message, CLAIM_CHECK), MEDIA_TYPE, Map.of());
    }

    /** Returns a parser that is bounded in depth. */
    static JsonParser parser(byte[] body) throws IOException {
        return JSON.createParser(body);
    }

    private static byte[] head(JobMessage message, String encoding) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = JSON.createGenerator(out, JsonEncoding.UTF8)) {
            generator.writeStartObject();
            generator.writeStringField(JOB_ID, message.jobId().value());
            generator.writeStringField(EXPECTED_ACTION, message.expectedAction());
            generator.writeNumberField(USER_ID, message.userId());
            generator.writeStringField(ENCODING, encoding);
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /**
     * Reads a message. The parser sees it without its content, which is decoded in place; only if that fails is the
     * message parsed as a whole, which also determines the error.
     */
    static JobMessage decode(byte[] body, @Nullable VideoStore videos) {
        ContentRange range = ContentRange.find(body);
        if (range != null) {
            try {
                MessageFields fields = read(JSON.createParser(range.around()));
                if (fields.hasContentAt(range.quote())) {
                    return fields.toMessage(range.content(), videos);
                }
            } catch (IOException | MalformedMessageException e) {
                return decodeWhole(body, videos);
            }
        }
        return decodeWhole(body, videos);
    }

    private static JobMessage decodeWhole(byte[] body, @Nullable VideoStore videos) {
        try {
            return read(JSON.createParser(body)).toMessage(null, videos);
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing is read but an array", e);
        }
    }

    private static MessageFields read(JsonParser parser) throws IOException {
        MessageFields fields = new MessageFields();
        try (parser) {
            fields.readFrom(parser);
        } catch (StreamConstraintsException e) {
            int depth = parser.getParsingContext().getNestingDepth();
            throw fields.malformed(
                    depth > MAX_DEPTH
                            ? "it is nested more than " + MAX_DEPTH + " deep"
                            : "a name or a number in it is longer than any reader needs");
        } catch (IOException e) {
            throw fields.notJson(e);
        }
        return fields;
    }
}
