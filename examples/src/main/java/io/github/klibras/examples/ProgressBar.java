package io.github.klibras.examples;

import io.github.klibras.core.backoff.Ticker;
import io.github.klibras.core.landmark.FrameProgress;

import java.io.PrintWriter;

/** Shows the progress of a video's processing on one line of a terminal. Closing clears the line. */
final class ProgressBar implements FrameProgress, AutoCloseable {

    /** The launcher sets this system property where the error stream is a terminal. */
    static final String TERMINAL = "klibras.terminal";

    private static final int CELLS = 24;
    private static final int LABEL = 20;
    private static final double NANOS = 1e9;

    private final PrintWriter out;
    private final Ticker ticker;
    private final String label;
    private final long start;
    private String shown = "";

    ProgressBar(String label, PrintWriter out, Ticker ticker) {
        String line = Problems.oneLine(label);
        this.label = line.length() > LABEL ? line.substring(0, LABEL - 1) + "…" : line;
        this.out = out;
        this.ticker = ticker;
        this.start = ticker.nanoTime();
    }

    @Override
    public void extracted(int done, int total) {
        int full = (int) ((long) CELLS * done / total);
        StringBuilder line = new StringBuilder(label)
                .append("  [")
                .append("#".repeat(full))
                .append(".".repeat(CELLS - full))
                .append("]  ")
                .append(done)
                .append(" of ")
                .append(total);
        if (done > 0 && done < total) {
            double left = (ticker.nanoTime() - start) / NANOS / done * (total - done);
            line.append(", ").append((long) Math.ceil(left)).append(" s left");
        }
        show(line.toString());
    }

    @Override
    public void close() {
        show("");
        out.print('\r');
        out.flush();
    }

    private void show(String line) {
        out.print('\r' + line + " ".repeat(Math.max(0, shown.length() - line.length())));
        out.flush();
        shown = line;
    }
}
