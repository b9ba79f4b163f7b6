package io.github.klibras.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Landmarks of a clip against Python MediaPipe: time per frame with the same landmarkers, and the approach of the
 * Python service (every frame, always with the face) against ours (the chosen frames, with only what is requested); and
 * ours with tracking against ours without. Processes alternate and are pinned to the same processors.
 *
 * <p>Arguments: a Python with the requirements of {@code tools/landmark_peer.py}, the folder of MediaPipe's models, a
 * list of processors such as {@code 0} or {@code 0,1}, and clips.
 */
public final class LandmarkBenchmark {

    private static final int TURNS = 3;

    /** A process, with its fastest turn. */
    private static final class Peer implements AutoCloseable {

        private final String name;
        private final Process process;
        private final BufferedReader out;
        private final Writer in;
        private final double ready;
        private int frames;
        private double wall = Double.MAX_VALUE;
        private double processor = Double.MAX_VALUE;

        Peer(String name, String processors, List<String> command) throws IOException {
            this.name = name;
            List<String> held = new ArrayList<>(List.of("taskset", "-c", processors));
            held.addAll(command);
            long started = System.nanoTime();
            process = new ProcessBuilder(held)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            out = process.inputReader(StandardCharsets.UTF_8);
            in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
            String line = out.readLine();
            if (line == null || !line.startsWith("ready ")) {
                throw new IOException(String.join(" ", held) + " does not start: " + line);
            }
            ready = (System.nanoTime() - started) / 1e9;
        }

        void turn() throws IOException {
            in.write("\n");
            in.flush();
            String[] cells = out.readLine().split(" ", -1);
            frames = Integer.parseInt(cells[0]);
            wall = Math.min(wall, Double.parseDouble(cells[1]));
            processor = Math.min(processor, Double.parseDouble(cells[2]));
        }

        void print() {
            System.out.printf(
                    Locale.ROOT,
                    "  %-34s %4d frames  %7.3f s  %7.3f s of processor  %6.1f ms a frame  first after %.2f s%n",
                    name,
                    frames,
                    wall,
                    processor,
                    1000 * wall / frames,
                    ready);
        }

        @Override
        public void close() {
            try {
                in.close();
                process.waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private LandmarkBenchmark() {}

    public static void main(String[] args) throws IOException {
        String python = args[0];
        String models = args[1];
        String processors = args[2];
        int threads = processors.split(",", -1).length;
        for (String clip : List.of(args).subList(3, args.length)) {
            System.out.println(Path.of(clip).getFileName() + ", processors " + processors);
            try (Peer everything =
                            python("Python, every frame, 1692", processors, python, clip, models, "1692", "all");
                    Peer face =
                            python("Python, chosen frames, 1692", processors, python, clip, models, "1692", "sampled");
                    Peer body =
                            python("Python, chosen frames, 258", processors, python, clip, models, "258", "sampled");
                    Peer ourFace = java("Java, 1692", processors, clip, models, "1692", threads, false);
                    Peer ourBody = java("Java, 258", processors, clip, models, "258", threads, false);
                    Peer trackedFace = java("Java, 1692, tracking", processors, clip, models, "1692", threads, true);
                    Peer trackedBody = java("Java, 258, tracking", processors, clip, models, "258", threads, true)) {
                List<Peer> peers = List.of(everything, face, body, ourFace, ourBody, trackedFace, trackedBody);
                for (int turn = 0; turn < TURNS; turn++) {
                    for (Peer peer : peers) {
                        peer.turn();
                    }
                }
                peers.forEach(Peer::print);
                ratio("Same landmarkers, 1692: Python / Java", face, ourFace);
                ratio("Same landmarkers, 258: Python / Java", body, ourBody);
                ratio("The service's way / ours at 1692", everything, ourFace);
                ratio("The service's way / ours at 258", everything, ourBody);
                ratio("Without tracking / with it, 1692", ourFace, trackedFace);
                ratio("Without tracking / with it, 258", ourBody, trackedBody);
            }
        }
    }

    private static void ratio(String what, Peer theirs, Peer ours) {
        System.out.printf(
                Locale.ROOT,
                "  %-44s %.2f wall, %.2f processor%n",
                what,
                theirs.wall / ours.wall,
                theirs.processor / ours.processor);
    }

    private static Peer python(
            String name, String processors, String python, String clip, String models, String features, String way)
            throws IOException {
        return new Peer(name, processors, List.of(python, "tools/landmark_peer.py", clip, models, features, way));
    }

    private static Peer java(
            String name, String processors, String clip, String models, String features, int threads, boolean tracking)
            throws IOException {
        return new Peer(
                name,
                processors,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LandmarkProgram.class.getName(),
                        clip,
                        models,
                        features,
                        String.valueOf(threads),
                        String.valueOf(tracking)));
    }
}
