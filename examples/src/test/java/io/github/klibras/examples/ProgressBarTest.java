package io.github.klibras.examples;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressBarTest {

    private final StringWriter screen = new StringWriter();
    private final AtomicLong now = new AtomicLong();

    @Test
    void showsProgressAndRemainingTime() {
        ProgressBar bar = bar("Escola.mp4");

        now.set(Duration.ofSeconds(4).toNanos());
        bar.extracted(45, 90);
        assertThat(line()).isEqualTo("Escola.mp4  [############............]  45 of 90, 4 s left");

        bar.extracted(90, 90);
        assertThat(line()).isEqualTo("Escola.mp4  [########################]  90 of 90");
    }

    @Test
    void leavesAnEmptyLine() {
        ProgressBar bar = bar("a.png");
        bar.extracted(1, 1);

        bar.close();

        assertThat(screen.toString())
                .endsWith("\r" + " ".repeat("a.png  [########################]  1 of 1".length()) + "\r");
    }

    @Test
    void longLabelIsCutToFitOneTerminalLine() {
        ProgressBar bar = bar("x\n" + "y".repeat(200));

        now.set(Duration.ofHours(3).toNanos());
        bar.extracted(1, 10_000);

        assertThat(line()).hasSizeLessThan(80).startsWith("x yyyy").contains("…  [");
    }

    private ProgressBar bar(String label) {
        return new ProgressBar(label, new PrintWriter(screen), now::get);
    }

    /** Returns the text after the last carriage return, without the blanks that clear longer lines. */
    private String line() {
        String text = screen.toString();
        return text.substring(text.lastIndexOf('\r') + 1).stripTrailing();
    }
}
