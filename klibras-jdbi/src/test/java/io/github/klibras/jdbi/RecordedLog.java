package io.github.klibras.jdbi;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Records what is logged while an action runs. */
final class RecordedLog {

    private RecordedLog() {}

    /**
     * Returns the messages, with their stack traces.
     *
     * @param name of the logger; empty for the root logger
     * @param level minimum level
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
