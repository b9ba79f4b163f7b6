package io.github.klibras.video.ffmpeg;

import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.video.VideoDecoder;
import io.github.klibras.core.video.VideoLimits;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Randomly damaged files yield frames or an error for learners; {@code -Dklibras.fuzz.cases=N} sets how many (N / 20).
 */
class MutatedVideosTest {

    private static final List<String> SAMPLES = List.of(
            "h264.mp4",
            "h264-fragmented.mp4",
            "h264.mkv",
            "hevc.mp4",
            "hevc-10.mp4",
            "vp8.webm",
            "vp9.webm",
            "vp9-browser.webm",
            "av1.webm",
            "h263.3gp",
            "mpeg4.3gp",
            "mjpeg.mov",
            "prores.mov",
            "rgb.png",
            "indexed.png",
            "picture.jpg");

    private static final VideoLimits LIMITS = new VideoLimits(Duration.ofSeconds(10), 100, 500_000);

    private final VideoDecoder decoder =
            FfmpegVideoDecoder.builder().limits(LIMITS).build();

    @Test
    void damagedFilesGiveFramesOrAnErrorForLearners() {
        int cases = Integer.getInteger("klibras.fuzz.cases", 20_000) / 20;
        int read = 0;
        for (int i = 0; i < cases; i++) {
            Random random = new Random(i);
            String sample = SAMPLES.get(i % SAMPLES.size());
            Video damaged = Video.of(damage(Samples.bytes(sample), random));
            try {
                Samples.decode(decoder, damaged);
                read++;
            } catch (UnreadableVideoException e) {
                assertThat(e.getMessage()).as("case %s, %s", i, sample).matches("[A-Z][^\\n]{20,200}");
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("case " + i + ", " + sample, e);
            }
        }
        assertThat(read).as("how many of %s were still read", cases).isBetween(cases / 10, cases * 9 / 10);
    }

    @Test
    void countingFindsAsManyFramesAsDecoding() {
        int cases = Integer.getInteger("klibras.fuzz.cases", 20_000) / 100;
        for (int i = 0; i < cases; i++) {
            Random random = new Random(-1 - i);
            String sample = SAMPLES.get(i % SAMPLES.size());
            Video damaged = Video.of(damage(Samples.bytes(sample), random));

            assertThat(count(damaged, true)).as("case %s, %s", i, sample).isEqualTo(count(damaged, false));
        }
    }

    /** Returns the number of frames, or -1 after an error. */
    private static int count(Video video, boolean countOnly) {
        int frames = 0;
        try (FrameReader reader = new FrameReader(video, new Limits(LIMITS), 1, countOnly, () -> false)) {
            while (reader.next()) {
                frames++;
            }
        } catch (UnreadableVideoException e) {
            return -1;
        }
        return frames;
    }

    private static byte[] damage(byte[] file, Random random) {
        byte[] damaged = file;
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(6)) {
                case 0, 1 -> damaged[at] = (byte) random.nextInt(256);
                case 2 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 3 -> damaged[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                case 4 ->
                    Arrays.fill(
                            damaged, at, Math.min(damaged.length, at + 4), (byte) (random.nextBoolean() ? 0x7f : 0xff));
                default -> damaged = random.nextInt(4) > 0 ? damaged : Arrays.copyOf(damaged, Math.max(1, at));
            }
        }
        return damaged;
    }
}
