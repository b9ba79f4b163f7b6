package io.github.klibras.benchmarks;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process that runs engines on commands, line by line: {@code tools/inference_peers.py} describes them. */
final class EngineProcess implements Closeable {

    private static final int PROBE = 3;
    private static final int MOST_RUNS = 5000;

    private final Process process;
    private final BufferedReader out;
    private final Writer in;
    private final String ready;

    private EngineProcess(Process process) throws IOException {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        this.ready = answer("start");
    }

    static EngineProcess start(List<String> command) throws IOException {
        return new EngineProcess(builder(command).start());
    }

    private static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("OMP_NUM_THREADS", "1");
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    /** Returns the line that the process printed when it was ready. */
    String ready() {
        return ready;
    }

    /** Runs an engine for about this long, and returns the time of each run. */
    long[] run(String engine, long nanos) throws IOException {
        long[] probe = times(engine, PROBE);
        Arrays.sort(probe);
        int count = (int) Math.max(PROBE, Math.min(MOST_RUNS, nanos / Math.max(1, probe[PROBE / 2])));
        return times(engine, count);
    }

    private long[] times(String engine, int count) throws IOException {
        return Arrays.stream(ask(engine + " " + count).split(" "))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    long residentMegabytes() {
        try {
            return Long.parseLong(ask("rss").strip()) / 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String ask(String line) throws IOException {
        in.write(line + "\n");
        in.flush();
        return answer(line);
    }

    private String answer(String question) throws IOException {
        String line = out.readLine();
        if (line == null || line.startsWith("error")) {
            throw new IOException("'" + question + "' was answered with " + line);
        }
        return line;
    }

    /** Runs a command to its end, and returns its last line. */
    static String output(List<String> command) throws IOException, InterruptedException {
        Process process = builder(command).start();
        process.outputWriter(StandardCharsets.UTF_8).close();
        String last = "";
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                last = line;
            }
        }
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed");
        }
        return last;
    }

    /** Returns a number from a line of JSON. */
    static double number(String json, String key) {
        Matcher matcher = Pattern.compile("\"" + key + "\": *([-0-9.e]+)").matcher(json);
        if (!matcher.find()) {
            throw new IllegalArgumentException("No '" + key + "' in " + json);
        }
        return Double.parseDouble(matcher.group(1));
    }

    @Override
    public void close() throws IOException {
        try {
            in.write("quit\n");
            in.flush();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
