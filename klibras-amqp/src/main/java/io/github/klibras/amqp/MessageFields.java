package io.github.klibras.amqp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.encoding.PayloadDecoder;
import io.github.klibras.core.encoding.PayloadEncoding;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobMessage;
import io.github.klibras.core.job.MalformedMessageException;
import io.github.klibras.core.landmark.Video;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The fields of a message as far as they have been read, so that a complaint can name the job. Complaints leave out what
 * the parser says, since that may quote the video.
 */
final class MessageFields {

    private @Nullable JobId jobId;
    private @Nullable String expectedAction;
    private @Nullable Long userId;
    private @Nullable String encoding;
    private byte @Nullable [] content;

    void readFrom(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw malformed("it is not a JSON object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case JsonJobMessageFormat.JOB_ID -> jobId = jobId(text(parser, value, name));
                case JsonJobMessageFormat.EXPECTED_ACTION -> expectedAction = text(parser, value, name);
                case JsonJobMessageFormat.ENCODING -> encoding = text(parser, value, name);
                case JsonJobMessageFormat.VIDEO_CONTENT ->
                    content = text(parser, value, name).getBytes(StandardCharsets.ISO_8859_1);
                case JsonJobMessageFormat.USER_ID -> userId = number(parser, value, name);
                default -> parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw malformed("something follows the JSON object");
        }
    }

    JobMessage toMessage() {
        JobId id = required(jobId, JsonJobMessageFormat.JOB_ID);
        String action = required(expectedAction, JsonJobMessageFormat.EXPECTED_ACTION);
        long user = required(userId, JsonJobMessageFormat.USER_ID);
        byte[] text = required(content, JsonJobMessageFormat.VIDEO_CONTENT);
        try {
            return new JobMessage(id, user, action, Video.of(decode(text)));
        } catch (InvalidInputException e) {
            throw malformed("field " + JsonJobMessageFormat.VIDEO_CONTENT + ": " + e.getMessage());
        }
    }

    MalformedMessageException notJson(IOException problem) {
        long offset = problem instanceof JsonProcessingException e && e.getLocation() != null
                ? e.getLocation().getByteOffset()
                : -1;
        return malformed("it is not well-formed JSON" + (offset < 0 ? "" : " at byte " + offset));
    }

    private byte[] decode(byte[] text) {
        if (encoding == null) {
            return PayloadDecoder.decodeUndeclared(text);
        }
        PayloadEncoding declared = PayloadEncoding.ofWireName(encoding)
                .filter(known -> known != PayloadEncoding.RAW)
                .orElseThrow(() -> malformed("its encoding is neither base64 nor hex"));
        return PayloadDecoder.decode(text, declared);
    }

    private JobId jobId(String text) {
        try {
            return new JobId(text);
        } catch (InvalidInputException e) {
            throw malformed("field " + JsonJobMessageFormat.JOB_ID + ": " + e.getMessage());
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

    private MalformedMessageException malformed(String problem) {
        return new MalformedMessageException("This is not a job message: " + problem, jobId, null);
    }
}
