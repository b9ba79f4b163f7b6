package io.github.klibras.examples;

import io.github.klibras.core.KlibrasException;
import io.github.klibras.core.backoff.Ticker;
import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkPart;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.PoseRecordingWriter;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.model.ModelUnavailableException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code klibras landmarks}: turns videos and pictures into recordings of their landmarks. */
@Command(
        name = "landmarks",
        description = "Extracts the landmarks of each frame of videos and pictures.",
        mixinStandardHelpOptions = true)
final class LandmarksCommand implements Callable<Integer> {

    private static final String FEATURES = ".f32";
    private static final String OVERLAY = ".png";

    /** As many frames as the Python service's models take. */
    private static final FrameSampler MODEL_FRAMES = new FrameSampler(100);

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Videos, pictures, or folders of them.")
    private List<Path> files = List.of();

    @Option(
            names = "--landmark-models",
            paramLabel = "FOLDER",
            required = true,
            description = "MediaPipe's models; tools/fetch_models brings them.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path landmarkModels;

    @Option(
            names = "--output",
            paramLabel = "OUT.pose",
            description = "The recording to write, or a folder for those of several files. Default: beside each file.")
    private @Nullable Path output;

    @Option(
            names = "--features",
            paramLabel = "OUT.f32",
            description = "Also writes what a model gets: 100 frames of 258 or, with --face, 1692 numbers, as"
                    + " little-endian float32. For several files, a folder.")
    private @Nullable Path features;

    @Option(
            names = "--overlay",
            paramLabel = "OUT.png",
            description = "Also draws the landmarks on some of the frames. For several files, a folder.")
    private @Nullable Path overlay;

    @Option(names = "--face", description = "Also finds the 478 points of the face.")
    private boolean face;

    @Option(
            names = "--mirror",
            paramLabel = "yes|no",
            description =
                    "Whether the nets get mirrored pictures, as in the Python service (default: yes). Features are then"
                            + " mirrored too; recordings never are.")
    private YesNo mirror = YesNo.YES;

    @Option(
            names = "--track",
            description =
                    "Follows body, hands and face from frame to frame, which is faster, for models trained on such"
                            + " landmarks.")
    private boolean tracking;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<Path> videos = MediaFiles.in(files, "videos or pictures", MediaFiles::isVideo);
        OutputFiles outputs = new OutputFiles(videos, files.size() > 1 || Files.isDirectory(files.get(0)));
        outputs.prepare("--output", output);
        outputs.prepare("--features", features);
        outputs.prepare("--overlay", overlay);
        int failures = 0;
        try (VideoTools tools = new VideoTools(landmarkModels, tracking)) {
            for (Path video : videos) {
                failures += convert(video, outputs, tools) ? 0 : 1;
            }
        }
        return failures == 0 ? 0 : KlibrasMain.FAILED;
    }

    /** Returns whether the file could be converted. A failure does not stop the conversion of other files. */
    private boolean convert(Path file, OutputFiles outputs, VideoTools tools) {
        try {
            Path recording = outputs.of(file, output, MediaFiles.RECORDING);
            Path ofFeatures = features == null ? null : outputs.of(file, features, FEATURES);
            Path drawing = overlay == null ? null : outputs.of(file, overlay, OVERLAY);
            Video video = Video.of(UserFiles.read(file, MediaFiles.MAX_BYTES));
            RecordedClip clip = record(file, video, tools);
            write(clip, recording);
            if (drawing != null) {
                draw(clip, drawing);
            }
            if (ofFeatures != null) {
                writeFeatures(clip.detected(), ofFeatures);
            }
            PrintWriter out = spec.commandLine().getOut();
            out.println(Problems.oneLine(file + ": " + describe(clip) + " -> " + recording));
            out.flush();
            return true;
        } catch (ModelUnavailableException e) {
            throw e; // no file can be converted without models
        } catch (KlibrasException | IOException e) {
            KlibrasMain.say(spec.commandLine(), Problems.describe(file, e));
            return false;
        }
    }

    private RecordedClip record(Path file, Video video, VideoTools tools) {
        LandmarkLayout layout = face ? LandmarkLayout.POSE_HANDS_FACE : LandmarkLayout.POSE_HANDS;
        PrintWriter out = Boolean.getBoolean(ProgressBar.TERMINAL)
                ? spec.commandLine().getErr()
                : new PrintWriter(Writer.nullWriter());
        try (ProgressBar progress = new ProgressBar(String.valueOf(file.getFileName()), out, Ticker.system())) {
            return new ClipRecorder(tools).record(video, layout, mirror.mirroring(), progress);
        }
    }

    private static void write(RecordedClip clip, Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            new PoseRecordingWriter(clip.width(), clip.height(), clip.framesPerSecond()).write(clip.landmarks(), out);
        }
    }

    /** Draws without ImageIO's default cache, which is a temporary file. */
    private static void draw(RecordedClip clip, Path file) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
            ImageIO.write(ContactSheet.of(clip), "png", out);
        }
        Files.write(file, png.toByteArray());
    }

    /**
     * Writes the landmarks of the frames that a model gets. Without tracking, they do not depend on the other frames;
     * with tracking, they were followed through the frames in between, too.
     */
    private static void writeFeatures(LandmarkSequence detected, Path file) throws IOException {
        int[] chosen = MODEL_FRAMES.indices(detected.frames());
        int features = detected.layout().features();
        byte[] bytes = new byte[chosen.length * features * Float.BYTES];
        FloatBuffer target =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[] values = detected.toArray();
        for (int frame : chosen) {
            target.put(values, frame * features, features);
        }
        Files.write(file, bytes);
    }

    private static String describe(RecordedClip clip) {
        LandmarkSequence landmarks = clip.landmarks();
        String rate = clip.framesPerSecond() == 0
                ? ""
                : String.format(Locale.ROOT, ", %.2f a second", clip.framesPerSecond());
        String parts = landmarks.layout().parts().stream()
                .map(part -> name(part) + " in " + framesWith(part, landmarks))
                .collect(Collectors.joining(", "));
        int frames = landmarks.frames();
        return (frames == 1 ? "1 frame" : frames + " frames") + " of " + clip.width() + "×" + clip.height() + rate
                + "; " + parts;
    }

    private static long framesWith(LandmarkPart part, LandmarkSequence landmarks) {
        return IntStream.range(0, landmarks.frames())
                .filter(frame -> landmarks.frame(frame).has(part))
                .count();
    }

    private static String name(LandmarkPart part) {
        return switch (part) {
            case POSE -> "body";
            case LEFT_HAND -> "left hand";
            case RIGHT_HAND -> "right hand";
            case FACE -> "face";
        };
    }
}
