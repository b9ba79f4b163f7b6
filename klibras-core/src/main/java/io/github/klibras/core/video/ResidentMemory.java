package io.github.klibras.core.video;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Reads how much memory processes use. Thread-safe. */
enum ResidentMemory {
    /** Reads Linux's {@code /proc} files. */
    PROC {
        @Override
        OptionalLong read(List<ProcessHandle> processes) {
            return OptionalLong.of(
                    processes.stream().mapToLong(ResidentMemory::fromStatus).sum());
        }
    },
    /** Runs the command {@code ps}, on other Unix-like systems. */
    PS {
        @Override
        OptionalLong read(List<ProcessHandle> processes) {
            String pids = processes.stream().map(process -> "" + process.pid()).collect(Collectors.joining(","));
            try {
                Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", pids)
                        .redirectErrorStream(true)
                        .start();
                ps.getOutputStream().close();
                try (BufferedReader lines = ps.inputReader(StandardCharsets.US_ASCII)) {
                    return OptionalLong.of(lines.lines()
                            .mapToLong(line -> Long.parseLong(line.strip()) * KIB)
                            .sum());
                }
            } catch (IOException | UncheckedIOException | NumberFormatException e) {
                return OptionalLong.empty();
            }
        }
    },
    /** Where memory cannot be read. */
    NONE {
        @Override
        OptionalLong read(List<ProcessHandle> processes) {
            return OptionalLong.empty();
        }
    };

    private static final int KIB = 1024;
    private static final String RESIDENT = "VmRSS:";

    static ResidentMemory ofSystem() {
        if (Files.isReadable(Path.of("/proc/self/status"))) {
            return PROC;
        }
        return PS.read(List.of(ProcessHandle.current())).isPresent() ? PS : NONE;
    }

    /** Returns the total bytes of the processes in memory, ignoring ended ones; empty if it cannot be read. */
    abstract OptionalLong read(List<ProcessHandle> processes);

    /** Returns whether reading is cheap enough to be done often. */
    boolean isCheap() {
        return this == PROC;
    }

    /** Reads the status file as Latin-1, since the name of a process may be any bytes. */
    private static long fromStatus(ProcessHandle process) {
        try {
            return Files.readAllLines(Path.of("/proc", "" + process.pid(), "status"), ISO_8859_1).stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .map(line -> line.substring(RESIDENT.length()).strip())
                    .mapToLong(size -> Long.parseLong(size.substring(0, size.indexOf(' '))) * KIB)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // it has ended
        }
    }
}
