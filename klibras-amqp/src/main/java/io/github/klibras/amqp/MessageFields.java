package io.github.klibras.amqp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.encoding.PayloadDecoder;
import io.github.klibras.core.encoding.PayloadEncoding;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.MalformedMessageException;
import io.github.klibras.core.queue.MissingVideoException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The fields of a message that have been read so far, so that an error can name the job. Errors leave out what the
 * parser says, since that may quote the video.
 */
final class MessageFields {

    private @Nullable JobId jobId;
    private @Nullable String expectedAction;
    private @Nullable Long userId;
    private @Nullable String encoding;
    private @Nullable String content;
    private long contentAt = -1;

    void readFrom(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw malformed("it is not a JSON object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case JsonMessages.JOB_ID -> jobId = jobId(text(parser, value, name));
                case JsonMessages.EXPECTED_ACTION -> expectedAction = text(parser, value, name);
                case JsonMessages.ENCODING -> encoding = text(parser, value, name);
                case JsonMessages.VIDEO_CONTENT -> {
                    contentAt = parser.currentTokenLocation().getByteOffset();
                    content = text(parser, value, name);
                }
                case JsonMessages.USER_ID -> userId = number(parser, value, name);
                default -> parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw malformed("something follows the JSON object");
        }
    }

    /** Returns whether the field of the video was found at this offset. */
    boolean hasContentAt(long offset) {
        return contentAt == offset;
    }

    /**
     * Makes the message from the fields that were read.
     *
     * @param elsewhere the text of the video, if the parser did not see it
     * @param videos holds the videos of claim checks
     */
    JobMessage toMessage(@Nullable ByteBuffer elsewhere, @Nullable VideoStore videos) {
        JobId id = required(jobId, JsonMessages.JOB_ID);
        String action = required(expectedAction, JsonMessages.EXPECTED_ACTION);
        long user = required(userId, JsonMessages.USER_ID);
        return new JobMessage(id, user, action, video(id, elsewhere, videos));
    }

    private Video video(JobId id, @Nullable ByteBuffer elsewhere, @Nullable VideoStore videos) {
        if (JsonMessages.CLAIM_CHECK.equals(encoding)) {
            return claimed(id, videos);
        }
        String text = required(content, JsonMessages.VIDEO_CONTENT);
        try {
            ByteBuffer bytes =
                    elsewhere != null ? elsewhere : ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
            return Video.of(decode(bytes));
        } catch (MalformedMessageException e) {
            throw e;
        } catch (InvalidInputException e) {
            throw malformed("field " + JsonMessages.VIDEO_CONTENT + ": " + e.getMessage());
        }
    }

    private Video claimed(JobId id, @Nullable VideoStore videos) {
        if (content != null) {
            throw malformed("it refers to a store, and has field " + JsonMessages.VIDEO_CONTENT);
        }
        if (videos == null) {
            throw malformed("its video is in a store, which this reader was not given");
        }
        return videos.find(id).orElseThrow(() -> new MissingVideoException(id));
    }

    MalformedMessageException notJson(IOException problem) {
        long offset = problem instanceof JsonProcessingException e && e.getLocation() != null
                ? e.getLocation().getByteOffset()
                : -1;
        return malformed("it is not well-formed JSON" + (offset < 0 ? "" : " at byte " + offset));
    }

    private byte[] decode(ByteBuffer text) {
        if (encoding == null) {
            return PayloadDecoder.decodeUndeclared(text, Integer.MAX_VALUE);
        }
        PayloadEncoding declared = PayloadEncoding.ofWireName(encoding)
                .filter(known -> known != PayloadEncoding.RAW)
                .orElseThrow(() -> malformed("its encoding is neither base64 nor hex nor claim-check"));
        return PayloadDecoder.decode(text, declared, Integer.MAX_VALUE);
    }

    private JobId jobId(String text) {
        try {
            return new JobId(text);
        } catch (InvalidInputException e) {
            throw malformed("field " + JsonMessages.JOB_ID + ": " + e.getMessage());
        }
    }

    private String text(JsonParser parser, JsonToken token, String name) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            throw malformed("field " + name + " is not a string");
        }
        return parser.getText();
    }

    private long number(JsonParser parser, JsonToken token, String name) throws IOException {
        if (token != JsonToken.VALUE_NUMBER_INT || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw malformed("field " + name + " is not a whole number of 64 bits");
        }
        return parser.getLongValue();
    }

    private <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw malformed("field " + name + " is missing");
        }
        return value;
    }

    MalformedMessageException malformed(String problem) {
        return new MalformedMessageException("This is not a job message: " + problem, jobId, null);
    }
}
