package io.github.klibras.video.ffmpeg;

import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.video.SampledFrames;
import io.github.klibras.core.video.VideoDecoder;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/** FFmpeg's memory is freed when frames are closed or something fails, not by the garbage collector. */
class NativeMemoryTest {

    private static final int TIMES = 1000;
    private static final int ROUNDS = 10;

    /** Eight kilobytes per run; a decoder takes hundreds of kilobytes, a frame of these videos tens. */
    private static final long TOLERANCE = 8L << 20;

    private final VideoDecoder decoder = FfmpegVideoDecoder.builder().build();

    @Test
    void openingReadingAndClosingLeaksNoMemory() {
        Video video = Samples.video("h264.mp4");

        staysFlat(i -> {
            try (SampledFrames frames = decoder.open(video, new FrameSampler(10), () -> false)) {
                for (int frame = 0; frame < i % 11; frame++) {
                    assertThat(frames.next()).isPresent();
                }
            }
        });
    }

    @Test
    void failuresLeakNoMemory() {
        byte[] whole = Samples.bytes("h264.mp4");
        byte[] sound = Samples.bytes("sound.m4a");

        staysFlat(i -> {
            AtomicInteger asked = new AtomicInteger();
            byte[] file = i % 3 == 0 ? whole : i % 3 == 1 ? sound : Arrays.copyOf(whole, i * 7 % whole.length + 1);
            try (SampledFrames frames =
                    decoder.open(Video.of(file), new FrameSampler(10), () -> asked.incrementAndGet() > i % 60)) {
                frames.next();
            } catch (CancellationException | UnreadableVideoException e) {
                assertThat(e).hasMessageNotContaining("memory");
            }
        });
    }

    private interface Action {

        void run(int i);
    }

    /**
     * Passes once a round does not grow the process: Java's heap grows only at first, whereas a leak grows in
     * each round.
     */
    private static void staysFlat(Action action) {
        long growth = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && growth > TOLERANCE; round++) {
            long before = Pointer.physicalBytes();
            for (int i = 0; i < TIMES; i++) {
                action.run(i);
            }
            growth = Pointer.physicalBytes() - before;
        }
        assertThat(growth).isLessThan(TOLERANCE);
    }
}
