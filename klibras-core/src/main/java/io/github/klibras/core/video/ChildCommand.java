package io.github.klibras.core.video;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How child processes are started.
 *
 * @param prefix what comes before the JVM, mostly nothing
 * @param maxHeap the most heap, in bytes
 * @param classPath of the JVM
 * @param jvmOptions further options, which win over those here
 * @param factory the class of an {@link ExtractorFactory}
 * @param arguments what to give it
 */
record ChildCommand(
        List<String> prefix,
        long maxHeap,
        String classPath,
        List<String> jvmOptions,
        String factory,
        List<String> arguments) {

    /** From this version on, a JVM warns of native code that it was not told to expect. */
    private static final int WARNS_OF_NATIVE_CODE = 24;

    /**
     * The environment is that of a worker, with passwords in it, which no video may get at; and options for the JVM
     * there, an agent's port for one, are those of the parent. What is left finds programs, libraries, folders and
     * encodings.
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

    /** What a sandbox may need to be set up, by systemd for one. */
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
            line.add("-XX:+UseSerialGC"); // a JVM refuses two
        }
        line.add("-XX:+ExitOnOutOfMemoryError");
        // The standard output is for answers only.
        line.add("-XX:+DisplayVMOutputToStderr");
        line.add("-Xlog:disable");
        line.add("-Xlog:all=warning:stderr");
        // Dumps of a crash would hold what learners sent; its first lines are logged.
        line.add("-XX:+ErrorFileToStderr");
        line.add("-XX:-CreateCoredumpOnCrash");
        // Its file stays behind when a process is killed.
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
