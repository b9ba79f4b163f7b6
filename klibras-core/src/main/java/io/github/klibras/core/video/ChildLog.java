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
 * Logs what a child process writes to its standard error: only the beginnings of some lines per video, since a
 * compromised process may write endlessly. Thread-safe.
 */
final class ChildLog {

    private static final Logger LOG = System.getLogger(ChildLog.class.getName());

    /** Enough for the beginning of a JVM's crash report. */
    private static final int LINES = 30;

    private static final int CHARACTERS = 300;

    private final long pid;
    private final AtomicInteger linesLeft = new AtomicInteger(LINES);

    ChildLog(long pid) {
        this.pid = pid;
    }

    /** Starts counting lines again, for another video. */
    void reset() {
        linesLeft.set(LINES);
    }

    /** Logs lines until the stream ends. */
    void copy(InputStream stream) {
        try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            StringBuilder line = new StringBuilder();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c == '\n') {
                    log(line.toString());
                    line.setLength(0);
                } else if (line.length() < CHARACTERS && !Character.isISOControl(c)) {
                    line.append((char) c);
                }
            }
            log(line.toString());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "The output of child process " + pid + " cannot be read any more", e);
        }
    }

    private void log(String line) {
        if (!line.isBlank() && linesLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            LOG.log(Level.INFO, "Child process {0}: {1}", Long.toString(pid), line);
        }
    }
}
