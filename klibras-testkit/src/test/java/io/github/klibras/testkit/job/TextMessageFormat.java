package io.github.klibras.testkit.job;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.job.EncodedMessage;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobMessage;
import io.github.klibras.core.job.JobMessageFormat;
import io.github.klibras.core.job.MalformedMessageException;
import io.github.klibras.core.landmark.Video;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/** Four words in a line: enough of a format for tests without JSON. */
public final class TextMessageFormat implements JobMessageFormat {

    @Override
    public EncodedMessage encode(JobMessage message) {
        String line = String.join(
                " ",
                message.jobId().value(),
                String.valueOf(message.userId()),
                message.expectedAction(),
                HexFormat.of().formatHex(message.video().toByteArray()));
        return new EncodedMessage(line.getBytes(StandardCharsets.UTF_8), "text/plain", Map.of());
    }

    @Override
    public JobMessage decode(EncodedMessage message) {
        String[] words = new String(message.body(), StandardCharsets.UTF_8).split(" ", -1);
        if (words.length != 4) {
            throw malformed("This is not a job message: it has " + words.length + " words", null);
        }
        JobId id = new JobId(words[0]);
        try {
            Video video = Video.of(HexFormat.of().parseHex(words[3]));
            return new JobMessage(id, Long.parseLong(words[1]), words[2], video);
        } catch (IllegalArgumentException | InvalidInputException e) {
            throw malformed("This is not a job message: its video is not hex", id);
        }
    }

    private static MalformedMessageException malformed(String message, @Nullable JobId id) {
        return new MalformedMessageException(message, id, null);
    }
}
