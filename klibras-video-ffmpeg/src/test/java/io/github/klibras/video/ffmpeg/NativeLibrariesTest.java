package io.github.klibras.video.ffmpeg;

import io.github.klibras.core.KlibrasException;
import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.landmark.Video;
import org.junit.jupiter.api.Test;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Effects of FFmpeg's libraries on a process, and of their absence. */
class NativeLibrariesTest {

    @Test
    void missingNativeLibrariesErrorNamesTheClassifier() throws Exception {
        String withoutNatives = Arrays.stream(classPath())
                .filter(entry -> !entry.matches(".*(ffmpeg|javacpp)-[^/\\\\]*-(linux|macosx|windows)-[^/\\\\]*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(withoutNatives).isNotEqualTo(String.join(File.pathSeparator, classPath()));

        assertThat(run(withoutNatives, Load.class))
                .contains("FFmpeg's native libraries for")
                .contains("with the classifier")
                .doesNotContain("loaded all");
    }

    @Test
    void nothingIsWrittenToTheConsole() throws Exception {
        assertThat(run(String.join(File.pathSeparator, classPath()), Load.class))
                .isEqualTo("loaded all");
    }

    @Test
    void falseFrameCountsCostLittleMemory() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "Skipped: only Linux reports the peak memory");

        String peak = run(String.join(File.pathSeparator, classPath()), FalseFrameCounts.class);

        assertThat(Integer.parseInt(peak)).as("peak in MB").isBetween(20, 450);
    }

    /** Decodes two-kilobyte movies whose tables claim millions of frames; prints the peak memory in MB. */
    static final class FalseFrameCounts {

        private FalseFrameCounts() {}

        public static void main(String[] args) throws IOException {
            var decoder = FfmpegVideoDecoder.builder().build();
            for (int frames : new int[] {1_000_000, 4_000_000, 20_000_000, Integer.MAX_VALUE}) {
                byte[] mp4 = Samples.bytes("h264.mp4");
                ByteBuffer.wrap(mp4)
                        .putInt(Samples.indexOf(mp4, "stsz") + 8, 1)
                        .putInt(Samples.indexOf(mp4, "stsz") + 12, frames)
                        .putInt(Samples.indexOf(mp4, "stts") + 12, frames)
                        .putInt(Samples.indexOf(mp4, "stsc") + 16, frames);
                try {
                    Samples.decode(decoder, Video.of(mp4));
                    throw new AssertionError("decoded");
                } catch (UnreadableVideoException e) {
                    // expected
                }
            }
            System.out.print(Files.readString(Path.of("/proc/self/status"))
                    .replaceAll("(?s).*VmHWM:\\s+(\\d+)\\d{3} kB.*", "$1"));
        }
    }

    /** Decodes an intact and a damaged file; FFmpeg would log errors about the latter. */
    static final class Load {

        private Load() {}

        public static void main(String[] args) {
            try {
                var decoder = FfmpegVideoDecoder.builder().build();
                Samples.decode(decoder, Samples.video("h264.mp4"));
                byte[] damaged = Samples.bytes("h264.mkv");
                Arrays.fill(damaged, damaged.length / 2, damaged.length / 2 + 100, (byte) 0x55);
                Samples.decode(decoder, Video.of(damaged));
                System.out.print("loaded all");
            } catch (KlibrasException e) {
                System.out.print(e.getMessage());
            }
        }
    }

    private static String[] classPath() {
        return System.getProperty("java.class.path").split(File.pathSeparator);
    }

    private static String run(String classPath, Class<?> main) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-cp", classPath));
        if (Runtime.version().feature() >= 24) {
            // Otherwise the JVM itself warns about native code.
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add(main.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
