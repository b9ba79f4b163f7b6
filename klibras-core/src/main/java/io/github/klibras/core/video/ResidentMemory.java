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

/** Reads how much memory processes take. Thread-safe. */
enum ResidentMemory {
    /** From the files of Linux. */
    PROC {
        @Override
        OptionalLong read(List<ProcessHandle> processes) {
            return OptionalLong.of(
                    processes.stream().mapToLong(ResidentMemory::fromStatus).sum());
        }
    },
    /** By the command of that name, on other systems of the Unix family. */
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
    /** Where nobody tells. */
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

    /** Returns the bytes that the processes have in memory together, those that have ended aside; empty if nobody tells. */
    abstract OptionalLong read(List<ProcessHandle> processes);

    /** Says whether it can be read often. */
    boolean isCheap() {
        return this == PROC;
    }

    /** Read as Latin-1, since the name of a process may be any bytes. */
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
