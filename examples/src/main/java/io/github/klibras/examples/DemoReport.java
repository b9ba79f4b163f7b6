package io.github.klibras.examples;

import io.github.klibras.amqp.AmqpJobMessageFormat;
import io.github.klibras.core.encoding.PayloadEncoding;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.leaderboard.LeaderboardEntry;
import io.github.klibras.core.model.ModelState;
import io.github.klibras.core.progress.Award.AlreadyKnown;
import io.github.klibras.core.progress.Award.Granted;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.recognition.Recognition;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** Prints the demo's progress line by line. */
final class DemoReport {

    /** Wide enough for the names of the demo's own recordings. */
    private static final int COLUMN = 16;

    private final PrintWriter out;

    DemoReport(PrintWriter out) {
        this.out = out;
    }

    void started(Demo demo) {
        line("KLibras demo: letters of the Libras manual alphabet, from a recording to the leaderboard");
        line("");
        line(
                "Database  H2 file, schema version %s, %s",
                demo.migration().version(), demo.migration().applied() == 0 ? "continued" : "just created");
        line("Model     %s, %s", Alphabet.MODEL, demo.modelState() == ModelState.EMPTY ? "not loaded yet" : "loaded");
        line("");
        line(
                "%3s  %-7s  %-5s  %-16s  %-4s  %10s  %s",
                "job", "learner", "asked", "recording", "saw", "confidence", "outcome");
    }

    void outcome(int number, Demo.Scene scene, RecognitionJob job) {
        Recognition recognition = job.recognition();
        line(
                "%3d  %-7s  %-5s  %-16s  %-4s  %10s  %s",
                number,
                scene.learner(),
                scene.asked(),
                fitting(Problems.oneLine(scene.shows())),
                recognition == null ? "-" : recognition.predicted(),
                recognition == null ? "-" : percent(recognition.confidence()),
                recognition == null ? job.status() + ": " + job.error() : award(recognition, job.awardedPoints()));
    }

    private static String fitting(String name) {
        return name.length() <= COLUMN ? name : name.substring(0, COLUMN - 1) + "…";
    }

    private static String award(Recognition recognition, int points) {
        if (!recognition.found()) {
            return recognition.matches() ? "not sure enough, no points" : "another sign, no points";
        }
        return points > 0 ? "learned, +" + points + " points" : "known already, no points";
    }

    void leaderboard(List<LeaderboardEntry> entries) {
        line("");
        line("Leaderboard");
        line("%4s  %-15s  %6s  %5s", "rank", "name", "points", "signs");
        for (LeaderboardEntry entry : entries) {
            line("%4d  %-15s  %6d  %5d", entry.rank(), entry.username(), entry.points(), entry.signs());
        }
    }

    void measurements(Demo demo) {
        Video video = Alphabet.recording("L");
        int envelope = envelope(video);
        line("");
        line("On the wire: L.pose, %,d bytes, and %,d bytes around it in JSON", video.size(), envelope);
        for (PayloadEncoding encoding : List.of(PayloadEncoding.HEX, PayloadEncoding.BASE64, PayloadEncoding.RAW)) {
            long bytes = encoding.encodedSize(video.size()) + (encoding == PayloadEncoding.RAW ? 0 : envelope);
            line("  %-6s  %,9d bytes  %4.0f %%", encoding.wireName(), bytes, 100.0 * bytes / video.size());
        }
        line("");
        StatementMeter meter = demo.meter();
        line("SQL statements to end a job, in one transaction");
        statements("sign learned, result and award", meter.statements(Granted.class));
        statements("sign known already, result", meter.statements(AlreadyKnown.class));
        statements("no award, result or error", meter.statements("finish"));
        line("SQL statements to read");
        statements("leaderboard", meter.statements("top"));
        line("");
        line("Time");
        line("  to start, without the model     %8.1f ms", millis(demo.startTime()));
        demo.loadTime().ifPresent(time -> line("  to load the model, once         %8.1f ms", millis(time)));
        List<Duration> times = demo.classificationTimes();
        if (!times.isEmpty()) {
            line("  first classification            %8.1f ms", millis(times.get(0)));
        }
        if (times.size() > 1) {
            List<Duration> later =
                    times.subList(1, times.size()).stream().sorted().toList();
            line("  later ones, median of %d         %8.1f ms", later.size(), millis(later.get(later.size() / 2)));
        }
    }

    /** Prints a count of statements, if there were any in this run. */
    private void statements(String what, OptionalInt statements) {
        statements.ifPresent(count -> line("  %-30s %8d", what, count));
    }

    /** Returns how many bytes the format adds to the encoded video, measured on a real message. */
    private static int envelope(Video video) {
        JobId id = new JobId("00000000-0000-4000-8000-000000000000");
        int whole = AmqpJobMessageFormat.base64()
                .encode(new JobMessage(id, 1, "L", video))
                .body()
                .length;
        return Math.toIntExact(whole - PayloadEncoding.BASE64.encodedSize(video.size()));
    }

    private void line(String format, Object... values) {
        out.println(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
        out.flush();
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
