package io.github.klibras.core.landmark;

import io.github.klibras.core.Fuzz;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(600)
class PoseFuzzTest {

    private static final byte[] HOLISTIC = PoseFile.holistic().frames(1).bytes();
    private static final byte[] OLDER =
            PoseFile.holistic().version(0.1f).frames(1).bytes();
    private static final byte[] SMALL =
            new PoseFile().component("POSE_LANDMARKS", 3).component("B", 1).bytes();

    /** Keeps memory that the first use of classes and string concatenations takes from counting as the recording's. */
    @BeforeAll
    static void loadClasses() {
        for (int seed = 0; seed < 1_000; seed++) {
            Fuzz.one(seed, random -> read(damaged(random), layout(random), new FrameSampler(1)));
        }
        read(HOLISTIC, LandmarkLayout.POSE_HANDS_FACE, new FrameSampler(1));
        assertThat(1L).isLessThan(2L);
    }

    @Test
    void damagedRecordingsCauseNoOtherExceptionAndTakeLittleMemory() {
        AtomicInteger readable = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Fuzz.cases(random -> {
            byte[] file = damaged(random);
            FrameSampler sampler = new FrameSampler(1 + random.nextInt(4));
            LandmarkLayout layout = layout(random);
            long before = Fuzz.allocatedBytes();

            (read(file, layout, sampler) ? readable : refused).incrementAndGet();

            assertThat(Fuzz.allocatedBytes() - before).isLessThan(200_000 + 16L * file.length);
        });
        assertThat(readable).as("recordings that could still be read").hasPositiveValue();
        assertThat(refused).as("recordings that were refused").hasPositiveValue();
    }

    /** Returns whether the file could be read. */
    private static boolean read(byte[] file, LandmarkLayout layout, FrameSampler sampler) {
        try {
            LandmarkSequence sequence = PoseRecording.read(Video.of(file)).sample(layout, sampler);
            assertThat(sequence.frames()).isEqualTo(sampler.frames());
            return true;
        } catch (UnreadableVideoException expected) {
            assertThat(expected.getMessage()).hasSizeLessThan(1000);
            return false;
        }
    }

    private static LandmarkLayout layout(RandomGenerator random) {
        return random.nextBoolean() ? LandmarkLayout.POSE_HANDS : LandmarkLayout.POSE_HANDS_FACE;
    }

    private static byte[] damaged(RandomGenerator random) {
        byte[] whole = switch (random.nextInt(4)) {
            case 0 -> HOLISTIC;
            case 1 -> OLDER;
            default -> SMALL;
        };
        if (random.nextInt(10) == 0) {
            byte[] noise = new byte[1 + random.nextInt(400)];
            random.nextBytes(noise);
            System.arraycopy(whole, 0, noise, 0, Math.min(noise.length, random.nextInt(14)));
            return noise;
        }
        byte[] file = whole.clone();
        for (int changes = random.nextInt(6); changes > 0; changes--) {
            int position = random.nextInt(random.nextBoolean() ? Math.min(60, file.length) : file.length);
            file[position] = random.nextInt(3) == 0 ? (byte) -random.nextInt(2) : (byte) random.nextInt();
        }
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(file, 1 + random.nextInt(file.length));
            case 1 -> Arrays.copyOf(file, file.length + 1 + random.nextInt(64));
            case 2 -> without(file, random.nextInt(file.length - 8), 1 + random.nextInt(8));
            default -> file;
        };
    }

    private static byte[] without(byte[] file, int position, int count) {
        byte[] shorter = Arrays.copyOf(file, file.length - count);
        System.arraycopy(file, position + count, shorter, position, shorter.length - position);
        return shorter;
    }
}
