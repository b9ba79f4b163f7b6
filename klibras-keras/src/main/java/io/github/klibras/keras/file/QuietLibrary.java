package io.github.klibras.keras.file;

import org.slf4j.LoggerFactory;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps the HDF5 library from logging each group that it reads at the level INFO, which is what the back ends of SLF4J
 * show by default. A level that the host has set for {@code io.jhdf} is left as it is.
 */
final class QuietLibrary {

    private static final String NAME = "io.jhdf";
    private static final String OF_SLF4J_SIMPLE = "org.slf4j.simpleLogger.log." + NAME;

    /** Held, since java.util.logging forgets loggers that nobody holds. */
    private static final Logger OF_THE_JDK = Logger.getLogger(NAME);

    static {
        quieten();
    }

    private QuietLibrary() {}

    /** Does it once, when this class is loaded: before any class of the library is. */
    static void once() {}

    private static void quieten() {
        if (OF_THE_JDK.getLevel() == null) {
            OF_THE_JDK.setLevel(Level.WARNING);
        }
        if (System.getProperty(OF_SLF4J_SIMPLE) == null && isThere("org.slf4j.simple.SimpleLogger")) {
            System.setProperty(OF_SLF4J_SIMPLE, "warn");
        }
        if (isThere("ch.qos.logback.classic.Logger")) {
            quietenLogback();
        }
    }

    /** By reflection on its public methods, since the module does not depend on it. */
    private static void quietenLogback() {
        Object logger = LoggerFactory.getLogger(NAME);
        try {
            Class<?> type = Class.forName("ch.qos.logback.classic.Logger");
            Class<?> level = Class.forName("ch.qos.logback.classic.Level");
            if (type.isInstance(logger) && type.getMethod("getLevel").invoke(logger) == null) {
                type.getMethod("setLevel", level)
                        .invoke(logger, level.getField("WARN").get(null));
            }
        } catch (ReflectiveOperationException e) {
            LoggerFactory.getLogger(QuietLibrary.class).debug("Logback cannot be told to be quiet", e);
        }
    }

    private static boolean isThere(String type) {
        try {
            Class.forName(type, false, QuietLibrary.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
