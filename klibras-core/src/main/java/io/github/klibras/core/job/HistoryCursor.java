package io.github.klibras.core.job;

import io.github.klibras.core.InvalidInputException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/** A place in a user's history as a short text. Opaque to callers, but not secret: it only ever leads to their own jobs. */
record HistoryCursor(Instant createdAt, JobId id) {

    private static final byte VERSION = 1;

    /** The last year of four digits, which every database can hold. */
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private static final int HEADER = 1 + Long.BYTES + Integer.BYTES;

    String write() {
        byte[] name = id.value().getBytes(StandardCharsets.US_ASCII);
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
            if (bytes.remaining() <= HEADER || bytes.get() != VERSION) {
                throw malformed();
            }
            Instant createdAt = Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
            if (createdAt.isBefore(Instant.EPOCH) || createdAt.isAfter(LATEST)) {
                throw malformed();
            }
            String name = StandardCharsets.ISO_8859_1.decode(bytes).toString();
            return new HistoryCursor(createdAt, new JobId(name));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException | InvalidInputException e) {
            throw malformed();
        }
    }

    private static InvalidInputException malformed() {
        return new InvalidInputException("This is not a cursor of a history of jobs");
    }
}
