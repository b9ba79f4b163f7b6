package io.github.klibras.core.video;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Command that starts child processes.
 *
 * @param prefix the command that runs the JVM, usually empty
 * @param maxHeap the most heap, in bytes
 * @param classPath the class path of the JVM
 * @param jvmOptions further options, which override those here
 * @param factory the class of an {@link ExtractorFactory}
 * @param arguments the factory's arguments
 */
record ChildCommand(
        List<String> prefix,
        long maxHeap,
        String classPath,
        List<String> jvmOptions,
        String factory,
        List<String> arguments) {

    /** From this version on, a JVM warns of native code that was not enabled by an option. */
    private static final int WARNS_OF_NATIVE_CODE = 24;

    /**
     * The variables that a child inherits: those for finding programs, libraries, folders and encodings. The worker's
     * environment contains passwords, which must be out of any video's reach, and JVM options meant for the parent
     * alone, such as an agent's port.
     */
    private static final Set<String> KEPT = Set.of(
            "PATH",
            "HOME",
            "USERPROFILE",
            "LANG",
            "LC_ALL",
            "LC_CTYPE",
            "TZ",
            "TMPDIR",
            "TEMP",
            "TMP",
            "LD_LIBRARY_PATH",
            "DYLD_LIBRARY_PATH",
            "SYSTEMROOT");

    /** Variables that a sandbox such as systemd's may need for its setup. */
    private static final Set<String> KEPT_FOR_PREFIX = Set.of("XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS");

    ChildCommand {
        prefix = List.copyOf(prefix);
        jvmOptions = List.copyOf(jvmOptions);
        arguments = List.copyOf(arguments);
    }

    Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line());
        builder.environment().keySet().removeIf(name -> !keeps(name.toUpperCase(Locale.ROOT)));
        return builder.start();
    }

    private boolean keeps(String variable) {
        return KEPT.contains(variable) || (!prefix.isEmpty() && KEPT_FOR_PREFIX.contains(variable));
    }

    private List<String> line() {
        List<String> line = new ArrayList<>(prefix);
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add("-Xmx" + maxHeap);
        if (jvmOptions.stream().noneMatch(option -> option.matches("-XX:\\+Use.*GC"))) {
            line.add("-XX:+UseSerialGC"); // a JVM refuses two collectors
        }
        line.add("-XX:+ExitOnOutOfMemoryError");
        // The standard output is for answers only.
        line.add("-XX:+DisplayVMOutputToStderr");
        line.add("-Xlog:disable");
        line.add("-Xlog:all=warning:stderr");
        // Crash dumps would contain learners' data; their first lines are logged.
        line.add("-XX:+ErrorFileToStderr");
        line.add("-XX:-CreateCoredumpOnCrash");
        // Its file would stay behind when a process is killed.
        line.add("-XX:-UsePerfData");
        line.add("-Djava.awt.headless=true");
        if (Runtime.version().feature() >= WARNS_OF_NATIVE_CODE) {
            line.add("--enable-native-access=ALL-UNNAMED");
        }
        line.addAll(jvmOptions);
        line.add("-cp");
        line.add(classPath);
        line.add(ChildMain.class.getName());
        line.add(factory);
        line.addAll(arguments);
        return line;
    }
}
