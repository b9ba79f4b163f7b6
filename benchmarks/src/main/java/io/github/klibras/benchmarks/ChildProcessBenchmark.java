package io.github.klibras.benchmarks;

import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.video.ChildProcessExtractor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Landmarks of clips in this process and through a child process, alternating; and the cost of a child that has to be
 * started first.
 *
 * <p>Arguments: the folder of MediaPipe's models, threads, turns, and clips.
 */
public final class ChildProcessBenchmark {

    private static final ExtractionRequest REQUEST =
            ExtractionRequest.of(LandmarkLayout.POSE_HANDS, new FrameSampler(100));

    private ChildProcessBenchmark() {}

    public static void main(String[] args) throws IOException {
        List<String> arguments = List.of(args[0], args[1]);
        int turns = Integer.parseInt(args[2]);
        LandmarkExtractor here = new ClipLandmarks().create(arguments);
        ChildProcessExtractor.Builder child =
                ChildProcessExtractor.builder(ClipLandmarks.class, arguments.toArray(String[]::new));
        try (ChildProcessExtractor kept = child.build();
                ChildProcessExtractor fresh = child.videosPerChild(1).build()) {
            for (String name : List.of(args).subList(3, args.length)) {
                Video clip = Video.of(Files.readAllBytes(Path.of(name)));
                // Both load their nets and compile their code before they are measured.
                int frames = here.extract(clip, REQUEST).framesExtracted();
                kept.extract(clip, REQUEST);
                List<Cost> one = new ArrayList<>();
                List<Cost> other = new ArrayList<>();
                for (int turn = 0; turn < turns; turn++) {
                    one.add(Cost.of(here, clip));
                    other.add(Cost.of(kept, clip));
                }
                System.out.printf(
                        "%s, %d frames, medians of %d%n", Path.of(name).getFileName(), frames, turns);
                print("wall", median(one, Cost::wall), median(other, Cost::wall));
                print("processor", median(one, Cost::processor), median(other, Cost::processor));
                System.out.printf(
                        Locale.ROOT,
                        "  a child that has to be started: %.3f s%n",
                        Cost.of(fresh, clip).wall());
            }
        }
    }

    private static void print(String what, double here, double child) {
        System.out.printf(Locale.ROOT, "  %-9s here %.3f s, child %.3f s: %.3f%n", what, here, child, child / here);
    }

    private static double median(List<Cost> costs, ToDoubleFunction<Cost> part) {
        return costs.stream().mapToDouble(part).sorted().toArray()[costs.size() / 2];
    }

    /** The cost of a call, in seconds; processor time includes this process and its children. */
    private record Cost(double wall, double processor) {

        static Cost of(LandmarkExtractor extractor, Video clip) {
            long started = System.nanoTime();
            Duration before = processorTime();
            extractor.extract(clip, REQUEST);
            Duration taken = processorTime().minus(before);
            return new Cost((System.nanoTime() - started) / 1e9, taken.toNanos() / 1e9);
        }

        private static Duration processorTime() {
            return Stream.concat(
                            Stream.of(ProcessHandle.current()),
                            ProcessHandle.current().children())
                    .flatMap(process -> process.info().totalCpuDuration().stream())
                    .reduce(Duration.ZERO, Duration::plus);
        }
    }
}
