package io.github.klibras.amqp;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.klibras.core.encoding.PayloadEncoder;
import io.github.klibras.core.encoding.PayloadEncoding;
import io.github.klibras.core.job.EncodedMessage;
import io.github.klibras.core.job.JobMessage;
import io.github.klibras.core.job.JobMessageFormat;
import io.github.klibras.core.job.MalformedMessageException;
import io.github.klibras.core.job.MessageTooLargeException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The JSON message of the Python service, with the video in base64 and a field that says so:
 *
 * <pre>{@code {"job_id": "…", "expected_action": "…", "user_id": 7, "encoding": "base64", "video_content": "…"}}</pre>
 *
 * <p>Reads base64 and hex, and messages without {@code encoding} by the rule of
 * {@link io.github.klibras.core.encoding.PayloadDecoder#decodeUndeclared}. Fields may come in any order, and unknown
 * ones are passed over; a field that comes twice, is missing or has another type makes the message malformed. Thread-safe.
 */
public final class JsonJobMessageFormat implements JobMessageFormat {

    /** Greatest size of a message, in bytes: the default limit of RabbitMQ 3.10, 128 MiB. */
    public static final int MAX_MESSAGE_BYTES = 128 * 1024 * 1024;

    static final String JOB_ID = "job_id";
    static final String EXPECTED_ACTION = "expected_action";
    static final String USER_ID = "user_id";
    static final String ENCODING = "encoding";
    static final String VIDEO_CONTENT = "video_content";

    private static final String MEDIA_TYPE = "application/json";
    private static final byte[] CONTENT_KEY = (",\"" + VIDEO_CONTENT + "\":\"").getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\"}".getBytes(StandardCharsets.US_ASCII);

    private final JsonFactory json = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MAX_MESSAGE_BYTES)
                    .maxNestingDepth(10)
                    .build())
            .build();

    @Override
    public EncodedMessage encode(JobMessage message) {
        byte[] head = head(message);
        long size = head.length
                - 1
                + CONTENT_KEY.length
                + PayloadEncoding.BASE64.encodedSize(message.video().size())
                + END.length;
        if (size > MAX_MESSAGE_BYTES) {
            throw new MessageTooLargeException(size, MAX_MESSAGE_BYTES);
        }
        byte[] body = new byte[(int) size];
        // The head is an object of its own; its closing brace gives way to the content.
        ByteBuffer target = ByteBuffer.wrap(body).put(head, 0, head.length - 1).put(CONTENT_KEY);
        int written =
                PayloadEncoder.encode(message.video().asByteBuffer(), PayloadEncoding.BASE64, body, target.position());
        target.position(target.position() + written).put(END);
        return new EncodedMessage(body, MEDIA_TYPE, Map.of());
    }

    private byte[] head(JobMessage message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = json.createGenerator(out, JsonEncoding.UTF8)) {
            generator.writeStartObject();
            generator.writeStringField(JOB_ID, message.jobId().value());
            generator.writeStringField(EXPECTED_ACTION, message.expectedAction());
            generator.writeNumberField(USER_ID, message.userId());
            generator.writeStringField(ENCODING, PayloadEncoding.BASE64.wireName());
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Override
    public JobMessage decode(EncodedMessage message) {
        byte[] body = message.body();
        if (body.length > MAX_MESSAGE_BYTES) {
            throw new MalformedMessageException(
                    "The message has " + body.length + " bytes; at most " + MAX_MESSAGE_BYTES + " are read",
                    null,
                    null);
        }
        MessageFields fields = new MessageFields();
        try (JsonParser parser = json.createParser(body)) {
            fields.readFrom(parser);
        } catch (IOException e) {
            throw fields.notJson(e);
        }
        return fields.toMessage();
    }
}
