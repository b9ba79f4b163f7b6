package io.github.klibras.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.github.klibras.core.queue.MalformedMessageException;

import java.util.Locale;
import java.util.Set;

/** The property {@code content_encoding}: only bodies that need no decoding are read. */
final class ContentEncoding {

    /** The Python client says {@code utf-8}, though that is a character set. */
    private static final Set<String> NONE = Set.of("", "identity", "utf-8", "utf8");

    private static final Set<String> COMPRESSIONS = Set.of(
            "gzip",
            "x-gzip",
            "deflate",
            "zlib",
            "compress",
            "x-compress",
            "br",
            "zstd",
            "bzip2",
            "lz4",
            "snappy",
            "xz");

    /** Stands for a body that cannot be read: only the properties can name the job. */
    private static final byte[] NO_BODY = {};

    private ContentEncoding() {}

    /**
     * Checks that a body needs no decoding.
     *
     * @throws MalformedMessageException if it does; names the job if a header or the id of the message does
     */
    static void requireNone(BasicProperties properties) {
        String declared = properties.getContentEncoding();
        String encoding = declared == null ? "" : declared.strip().toLowerCase(Locale.ROOT);
        if (!NONE.contains(encoding)) {
            throw new MalformedMessageException(
                    complaint(encoding), Addressing.of(properties, NO_BODY).jobId(), null);
        }
    }

    private static String complaint(String encoding) {
        return COMPRESSIONS.contains(encoding)
                ? "The body is compressed (content encoding " + encoding
                        + "), which is not supported; publish it uncompressed"
                : "The content encoding '" + encoding
                        + "' is not supported; publish the body as utf-8, or without a content encoding";
    }
}
