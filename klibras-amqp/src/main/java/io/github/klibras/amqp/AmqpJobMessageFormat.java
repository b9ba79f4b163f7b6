package io.github.klibras.amqp;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.encoding.PayloadEncoding;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.queue.EncodedMessage;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobMessageFormat;
import io.github.klibras.core.queue.MalformedMessageException;
import io.github.klibras.core.queue.MessageTooLargeException;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * Message format that writes one of four forms, and reads all of them as well as the messages of the Python service:
 *
 * <ul>
 *   <li>JSON with the video in base64, which is the default: {@code {"job_id": "…", "expected_action": "…", "user_id":
 *       7, "encoding": "base64", "video_content": "…"}};
 *   <li>the same in hex, for a worker of the Python service that reads nothing else;
 *   <li>the video as the body, and the rest in headers of the same names: no overhead, but not for Python workers;
 *   <li>a claim check: JSON without the video, which is in a {@link VideoStore}.
 * </ul>
 *
 * <p>JSON without {@code encoding} is read by the rule of {@link
 * io.github.klibras.core.encoding.PayloadDecoder#decodeUndeclared}. Fields may come in any order, and unknown ones
 * are skipped; a duplicate, missing or mistyped field makes the message malformed. Immutable and thread-safe.
 */
public final class AmqpJobMessageFormat implements JobMessageFormat {

    /** Maximum size of a message that is written or read, in bytes, whatever the broker accepts: 128 MiB. */
    public static final int MAX_MESSAGE_BYTES = 128 * 1024 * 1024;

    private enum Form {
        BASE64,
        HEX,
        RAW,
        CLAIM_CHECK,
        CLAIM_CHECK_OF_STORED;

        boolean isClaimCheck() {
            return this == CLAIM_CHECK || this == CLAIM_CHECK_OF_STORED;
        }
    }

    private final Form form;
    private final @Nullable VideoStore videos;
    private final @Nullable AmqpJobMessageFormat large;

    private AmqpJobMessageFormat(Form form, @Nullable VideoStore videos) {
        this(form, videos, null);
    }

    private AmqpJobMessageFormat(Form form, @Nullable VideoStore videos, @Nullable AmqpJobMessageFormat large) {
        this.form = form;
        this.videos = videos;
        this.large = large;
    }

    /** Returns a format that writes JSON with base64: a third more bytes than the video has. */
    public static AmqpJobMessageFormat base64() {
        return new AmqpJobMessageFormat(Form.BASE64, null);
    }

    /** Returns a format that writes JSON with hex, for workers of the Python service: twice the bytes of the video. */
    public static AmqpJobMessageFormat hex() {
        return new AmqpJobMessageFormat(Form.HEX, null);
    }

    /** Returns a format that writes the bytes of the video, with headers. */
    public static AmqpJobMessageFormat raw() {
        return new AmqpJobMessageFormat(Form.RAW, null);
    }

    /**
     * Returns a format that puts the video into a store, and a reference into the message. Give the same store to the
     * worker, which deletes the video when the job has ended; if the queue does not accept the message, the service
     * deletes the video.
     */
    public static AmqpJobMessageFormat claimCheck(VideoStore videos) {
        return new AmqpJobMessageFormat(Form.CLAIM_CHECK, videos);
    }

    /**
     * Returns a format that writes a reference only, for a service that keeps the videos in this store anyway
     * ({@code RecognitionService.Builder.videos}).
     */
    public static AmqpJobMessageFormat claimCheckOfStored(VideoStore videos) {
        return new AmqpJobMessageFormat(Form.CLAIM_CHECK_OF_STORED, videos);
    }

    /** Returns a format that writes like this one, and reads claim checks from this store. */
    public AmqpJobMessageFormat readingFrom(VideoStore videos) {
        return new AmqpJobMessageFormat(form, videos, large);
    }

    /**
     * Returns a format that writes like this one, except that messages too large for the queue are written as claim
     * checks. It reads both.
     *
     * <p>Give the store to everything that ends jobs (worker, reaper, eraser of personal data), so that the videos are
     * deleted. Workers of the Python service cannot read claim checks, so the topology must have none
     * ({@link QueueTopology#quorum()}, or {@link QueueTopology#withoutPythonWorkers()}).
     *
     * @param claimCheck {@link #claimCheck}, or {@link #claimCheckOfStored} on the side of a service that keeps all
     *     videos anyway
     * @throws InvalidInputException if {@code claimCheck} is not a claim check, or if this format is one, or is hex,
     *     which is for workers of the Python service
     */
    public AmqpJobMessageFormat largeAs(AmqpJobMessageFormat claimCheck) {
        if (!claimCheck.form.isClaimCheck()) {
            throw new InvalidInputException("Only a claim check has room for any video, not " + claimCheck.form);
        }
        if (form.isClaimCheck() || form == Form.HEX) {
            throw new InvalidInputException(
                    form == Form.HEX
                            ? "Hex is for workers of the Python service, which do not read claim checks"
                            : "The format writes claim checks already");
        }
        return new AmqpJobMessageFormat(form, claimCheck.videos, claimCheck);
    }

    @Override
    public Optional<JobMessageFormat> forLarge() {
        return Optional.ofNullable(large);
    }

    @Override
    public EncodedMessage encode(JobMessage message) {
        return switch (form) {
            case BASE64 -> JsonMessages.encode(message, PayloadEncoding.BASE64);
            case HEX -> JsonMessages.encode(message, PayloadEncoding.HEX);
            case RAW -> RawMessages.encode(message);
            case CLAIM_CHECK -> {
                if (videos != null) {
                    videos.put(message.jobId(), message.video());
                }
                yield JsonMessages.encodeClaimCheck(message);
            }
            case CLAIM_CHECK_OF_STORED -> JsonMessages.encodeClaimCheck(message);
        };
    }

    @Override
    public long encodedSize(JobMessage message) {
        return switch (form) {
            case BASE64 -> JsonMessages.encodedSize(message, PayloadEncoding.BASE64);
            case HEX -> JsonMessages.encodedSize(message, PayloadEncoding.HEX);
            case RAW -> message.video().size();
            case CLAIM_CHECK, CLAIM_CHECK_OF_STORED ->
                JsonMessages.encodeClaimCheck(message).body().length;
        };
    }

    /** Deletes the video that a claim check refers to, if this format has put it there. */
    @Override
    public void forget(JobId id) {
        if (form == Form.CLAIM_CHECK && videos != null) {
            videos.delete(id);
        }
    }

    @Override
    public JobMessage decode(EncodedMessage message) {
        int size = message.body().length;
        if (size > MAX_MESSAGE_BYTES) {
            throw new MalformedMessageException(
                    "The message has " + size + " bytes; at most " + MAX_MESSAGE_BYTES + " are read",
                    RawMessages.jobIdIn(message),
                    null);
        }
        return RawMessages.isRaw(message) ? RawMessages.decode(message) : JsonMessages.decode(message.body(), videos);
    }

    /** Checks the size of a message that is about to be written. */
    static int writable(long size) {
        if (size > MAX_MESSAGE_BYTES) {
            throw new MessageTooLargeException(size, MAX_MESSAGE_BYTES);
        }
        return (int) size;
    }
}
