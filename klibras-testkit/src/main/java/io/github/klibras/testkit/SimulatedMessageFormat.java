package io.github.klibras.testkit;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.job.EncodedMessage;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobMessage;
import io.github.klibras.core.job.JobMessageFormat;
import io.github.klibras.core.job.MalformedMessageException;
import io.github.klibras.core.landmark.Video;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/** Four words in a line, of which the first is the id of the job. */
final class SimulatedMessageFormat implements JobMessageFormat {

    @Override
    public EncodedMessage encode(JobMessage message) {
        return text(message.jobId() + " " + message.userId() + " " + message.expectedAction() + " "
                + HexFormat.of().formatHex(message.video().toByteArray()));
    }

    /** A message of this job that can not be read. */
    EncodedMessage damaged(JobId id) {
        return text(id + " damaged");
    }

    private static EncodedMessage text(String line) {
        return new EncodedMessage(line.getBytes(StandardCharsets.UTF_8), "text/plain", Map.of());
    }

    @Override
    public JobMessage decode(EncodedMessage message) {
        String[] words = new String(message.body(), StandardCharsets.UTF_8).split(" ", -1);
        JobId id = new JobId(words[0]);
        if (words.length != 4) {
            throw new MalformedMessageException("It has " + words.length + " words", id, null);
        }
        try {
            Video video = Video.of(HexFormat.of().parseHex(words[3]));
            return new JobMessage(id, Long.parseLong(words[1]), words[2], video);
        } catch (IllegalArgumentException | InvalidInputException e) {
            throw new MalformedMessageException("Its numbers can not be read", id, e);
        }
    }
}
