package io.github.klibras.amqp;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.encoding.PayloadEncoding;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.queue.EncodedMessage;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.MalformedMessageException;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;

/** Messages whose body is the video, and whose other fields are headers. */
final class RawMessages {

    /** Headers without which the body is not a message. */
    static final Set<String> HEADERS =
            Set.of(JsonMessages.JOB_ID, JsonMessages.EXPECTED_ACTION, JsonMessages.USER_ID, JsonMessages.ENCODING);

    private static final String MEDIA_TYPE = "application/octet-stream";
    private static final String RAW = PayloadEncoding.RAW.wireName();

    private RawMessages() {}

    static EncodedMessage encode(JobMessage message) {
        AmqpJobMessageFormat.writable(message.video().size());
        return new EncodedMessage(
                message.video().toByteArray(),
                MEDIA_TYPE,
                Map.of(
                        JsonMessages.JOB_ID, message.jobId().value(),
                        JsonMessages.EXPECTED_ACTION, message.expectedAction(),
                        JsonMessages.USER_ID, String.valueOf(message.userId()),
                        JsonMessages.ENCODING, RAW));
    }

    static boolean isRaw(EncodedMessage message) {
        return RAW.equals(message.headers().get(JsonMessages.ENCODING));
    }

    static JobMessage decode(EncodedMessage message) {
        JobId id = new RawHeader(message, JsonMessages.JOB_ID, null).jobId();
        long userId = new RawHeader(message, JsonMessages.USER_ID, id).number();
        String action = new RawHeader(message, JsonMessages.EXPECTED_ACTION, id).text();
        try {
            return new JobMessage(id, userId, action, Video.of(message.body()));
        } catch (InvalidInputException e) {
            throw new MalformedMessageException("This is not a job message: " + e.getMessage(), id, null);
        }
    }

    /** Returns the job that a message is about from its headers, or {@code null} if they do not say so. */
    static @Nullable JobId jobIdIn(EncodedMessage message) {
        try {
            String id = message.headers().get(JsonMessages.JOB_ID);
            return id == null ? null : new JobId(id);
        } catch (InvalidInputException e) {
            return null;
        }
    }

    private record RawHeader(
            EncodedMessage message, String name, @Nullable JobId id) {

        String text() {
            String text = message.headers().get(name);
            if (text == null) {
                throw malformed("is missing");
            }
            return text;
        }

        JobId jobId() {
            try {
                return new JobId(text());
            } catch (MalformedMessageException e) {
                throw e;
            } catch (InvalidInputException e) {
                throw malformed("cannot be used: " + e.getMessage());
            }
        }

        long number() {
            try {
                return Long.parseLong(text());
            } catch (NumberFormatException e) {
                throw malformed("is not a whole number of 64 bits");
            }
        }

        private MalformedMessageException malformed(String problem) {
            return new MalformedMessageException("This is not a job message: header " + name + " " + problem, id, null);
        }
    }
}
