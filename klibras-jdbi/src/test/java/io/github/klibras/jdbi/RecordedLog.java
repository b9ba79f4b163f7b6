package io.github.klibras.jdbi;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What is logged while something is done. */
final class RecordedLog {

    private RecordedLog() {}

    /**
     * Returns the messages, with their stack traces.
     *
     * @param name of the logger; the empty one is that of all
     * @param level from which on
     */
    static List<String> of(String name, Level level, Runnable action) {
        List<String> lines = new CopyOnWriteArrayList<>();
        SimpleFormatter formatter = new SimpleFormatter();
        Handler recorder = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (isLoggable(entry)) {
                    lines.add(formatter.format(entry));
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        recorder.setLevel(level);
        Logger logger = Logger.getLogger(name);
        Level before = logger.getLevel();
        logger.addHandler(recorder);
        if (!name.isEmpty()) {
            logger.setLevel(level);
        }
        try {
            action.run();
        } finally {
            logger.setLevel(before);
            logger.removeHandler(recorder);
        }
        return lines;
    }
}
