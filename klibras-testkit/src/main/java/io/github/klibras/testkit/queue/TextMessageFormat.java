package io.github.klibras.testkit.queue;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.queue.EncodedMessage;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobMessageFormat;
import io.github.klibras.core.queue.MalformedMessageException;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/**
 * Format for tests that need a queue but no JSON: job, user, sign and the video in hex, a line each. No other program
 * reads it. Thread-safe.
 */
public final class TextMessageFormat implements JobMessageFormat {

    private static final int LINES = 5;

    /** Without it, a truncated message could be read as one with a shorter video. */
    private static final String END = "end";

    @Override
    public EncodedMessage encode(JobMessage message) {
        return text(String.join(
                "\n",
                message.jobId().value(),
                String.valueOf(message.userId()),
                message.expectedAction(),
                HexFormat.of().formatHex(message.video().toByteArray()),
                END));
    }

    @Override
    public long encodedSize(JobMessage message) {
        JobMessage almostEmpty =
                new JobMessage(message.jobId(), message.userId(), message.expectedAction(), Video.of(new byte[1]));
        return encode(almostEmpty).body().length + 2L * (message.video().size() - 1);
    }

    /** Returns a message for this job that cannot be read. */
    public EncodedMessage damaged(JobId id) {
        return text(id + "\ndamaged");
    }

    private static EncodedMessage text(String lines) {
        return new EncodedMessage(lines.getBytes(StandardCharsets.UTF_8), "text/plain", Map.of());
    }

    @Override
    public JobMessage decode(EncodedMessage message) {
        String[] lines = new String(message.body(), StandardCharsets.UTF_8).split("\n", -1);
        JobId id = jobId(lines[0]);
        if (lines.length != LINES || !lines[LINES - 1].equals(END)) {
            throw new MalformedMessageException(
                    "A message has " + LINES + " lines, the last one 'end'; this one has " + lines.length, id, null);
        }
        try {
            Video video = Video.of(HexFormat.of().parseHex(lines[3]));
            return new JobMessage(id, Long.parseLong(lines[1]), lines[2], video);
        } catch (IllegalArgumentException | InvalidInputException e) {
            throw new MalformedMessageException("The numbers of the message cannot be read", id, e);
        }
    }

    private static JobId jobId(String line) {
        try {
            return new JobId(line);
        } catch (InvalidInputException e) {
            throw new MalformedMessageException("The message does not begin with the id of a job", null, e);
        }
    }
}
