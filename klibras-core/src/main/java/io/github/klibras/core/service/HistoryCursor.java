package io.github.klibras.core.service;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.job.JobId;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/** A place in a user's history, as a short text. Opaque to callers but not secret: it only leads to their own jobs. */
record HistoryCursor(Instant createdAt, JobId id) {

    private static final byte VERSION = 1;

    private static final int HEADER = 1 + Long.BYTES + Integer.BYTES;

    String write() {
        byte[] name = id.value().getBytes(StandardCharsets.UTF_8);
        byte[] bytes = ByteBuffer.allocate(HEADER + name.length)
                .put(VERSION)
                .putLong(createdAt.getEpochSecond())
                .putInt(createdAt.getNano())
                .put(name)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static HistoryCursor read(String cursor) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
            if (bytes.remaining() < HEADER || bytes.get() != VERSION) {
                throw malformed();
            }
            Instant createdAt = Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
            String name = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            return new HistoryCursor(createdAt, new JobId(name));
        } catch (CharacterCodingException
                | IllegalArgumentException
                | DateTimeException
                | ArithmeticException
                | InvalidInputException e) {
            throw malformed();
        }
    }

    private static InvalidInputException malformed() {
        return new InvalidInputException("This is not a cursor of a history of jobs");
    }
}
