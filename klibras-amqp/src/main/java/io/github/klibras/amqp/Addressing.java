package io.github.klibras.amqp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.rabbitmq.client.AMQP.BasicProperties;
import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.job.JobId;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;

/**
 * Job and user that a message is about, as far as they can be read, even if the message is damaged or its video is
 * unavailable. The video is not decoded.
 *
 * @param jobId {@code null} if it cannot be read
 * @param userId {@code null} if it cannot be read
 */
record Addressing(@Nullable JobId jobId, @Nullable Long userId) {

    /** Looks in the headers first, then in the body; the last source of the job id is the message id. */
    static Addressing of(BasicProperties properties, byte[] body) {
        Map<String, String> headers = Headers.text(properties);
        JobId job = jobId(headers.get(JsonMessages.JOB_ID));
        Long user = number(headers.get(JsonMessages.USER_ID));
        if (job == null || user == null) {
            Addressing inBody = read(body);
            job = job == null ? inBody.jobId : job;
            user = user == null ? inBody.userId : user;
        }
        return new Addressing(job == null ? jobId(properties.getMessageId()) : job, user);
    }

    /** Returns whether the message is from this user, or about one of these jobs. */
    boolean concerns(long user, Collection<JobId> jobs) {
        return (userId != null && userId == user) || (jobId != null && jobs.contains(jobId));
    }

    private static Addressing read(byte[] body) {
        JobId job = null;
        Long user = null;
        try (JsonParser parser = JsonMessages.parser(body)) {
            boolean object = parser.nextToken() == JsonToken.START_OBJECT;
            while (object && parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals(JsonMessages.JOB_ID) && value == JsonToken.VALUE_STRING) {
                    job = jobId(parser.getText());
                } else if (name.equals(JsonMessages.USER_ID) && value == JsonToken.VALUE_NUMBER_INT) {
                    user = number(parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            // Damaged from here on; keep what was read before.
            return new Addressing(job, user);
        }
        return new Addressing(job, user);
    }

    private static @Nullable JobId jobId(@Nullable String text) {
        try {
            return text == null ? null : new JobId(text);
        } catch (InvalidInputException e) {
            return null;
        }
    }

    private static @Nullable Long number(@Nullable String text) {
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
