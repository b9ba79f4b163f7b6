package io.github.klibras.core.video;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes on to the log what a child process writes to its standard error: the beginnings of some lines for each
 * video, since whoever has taken over the process may write without end. Thread-safe.
 */
final class ChildLog {

    private static final Logger LOG = System.getLogger(ChildLog.class.getName());

    /** As many as the first words of a JVM that crashes take. */
    private static final int LINES = 30;

    private static final int CHARACTERS = 300;

    private final long pid;
    private final AtomicInteger linesLeft = new AtomicInteger(LINES);

    ChildLog(long pid) {
        this.pid = pid;
    }

    /** Begins another video. */
    void reset() {
        linesLeft.set(LINES);
    }

    /** Passes on what there is until the stream ends. */
    void copy(InputStream stream) {
        try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            StringBuilder line = new StringBuilder();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c == '\n') {
                    pass(line.toString());
                    line.setLength(0);
                } else if (line.length() < CHARACTERS && !Character.isISOControl(c)) {
                    line.append((char) c);
                }
            }
            pass(line.toString());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "The output of child process " + pid + " cannot be read any more", e);
        }
    }

    private void pass(String line) {
        if (!line.isBlank() && linesLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            LOG.log(Level.INFO, "Child process {0}: {1}", Long.toString(pid), line);
        }
    }
}
