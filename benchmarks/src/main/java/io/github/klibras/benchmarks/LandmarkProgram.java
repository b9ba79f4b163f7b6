package io.github.klibras.benchmarks;

import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.video.VideoLandmarkExtractor;
import io.github.klibras.landmarks.mediapipe.MediaPipeLandmarker;
import io.github.klibras.video.ffmpeg.FfmpegVideoDecoder;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Extracts the landmarks of a clip once for each line of input, and answers with frames, wall seconds and processor
 * seconds: the Java side of {@link LandmarkBenchmark}, in a process of its own.
 *
 * <p>Arguments: clip, folder of models, features per frame, threads, whether parts are tracked from frame to frame.
 */
public final class LandmarkProgram {

    private LandmarkProgram() {}

    public static void main(String[] args) throws IOException {
        long started = System.nanoTime();
        Video clip = Video.of(Files.readAllBytes(Path.of(args[0])));
        LandmarkLayout layout = args[2].equals("1692") ? LandmarkLayout.POSE_HANDS_FACE : LandmarkLayout.POSE_HANDS;
        int threads = Integer.parseInt(args[3]);
        ExecutorService executor = Executors.newCachedThreadPool();
        boolean tracking = Boolean.parseBoolean(args[4]);
        MediaPipeLandmarker.Builder builder =
                MediaPipeLandmarker.builder(Path.of(args[1])).tracking(tracking);
        if (tracking && threads > 1) {
            builder.executor(executor);
        }
        try (MediaPipeLandmarker landmarker = builder.build();
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            VideoLandmarkExtractor extractor =
                    new VideoLandmarkExtractor(FfmpegVideoDecoder.builder().build(), landmarker, executor, threads);
            extractor.extract(clip, ExtractionRequest.of(layout, new FrameSampler(1)));
            System.out.println("ready " + seconds(System.nanoTime() - started));
            ExtractionRequest request = ExtractionRequest.of(layout, new FrameSampler(100));
            while (in.readLine() != null) {
                long wall = System.nanoTime();
                Duration processor = processorTime();
                int frames = extractor.extract(clip, request).framesExtracted();
                System.out.println(frames + " " + seconds(System.nanoTime() - wall) + " "
                        + seconds(processorTime().minus(processor).toNanos()));
            }
        } finally {
            executor.shutdown();
        }
    }

    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }
}
