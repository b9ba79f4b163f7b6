package io.github.klibras.examples;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.KlibrasException;
import io.github.klibras.core.landmark.DepthUnit;
import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.recognition.ModelBundle;
import io.github.klibras.core.recognition.Prediction;
import io.github.klibras.core.recognition.Recognition;
import io.github.klibras.core.recognition.RecognitionPolicy;
import io.github.klibras.core.recognition.SignClassifier;
import io.github.klibras.keras.KerasModelReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code klibras recognize}: recognizes the signs in the user's recordings, using the user's model. */
@Command(name = "recognize", description = "Tells which sign each recording shows.", mixinStandardHelpOptions = true)
final class RecognizeCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Recordings (.pose), videos, pictures, or folders of them.")
    private List<Path> files = List.of();

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            required = true,
            description = "A Keras model, .keras or .h5; or a bundle, which is a folder or a zip with a bundle.json.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path model;

    @Option(
            names = "--labels",
            paramLabel = "LABELS",
            description = "The model's labels in the order of its output: a file with one a line, or A,B,C. Default:"
                    + " labels.txt beside the model; a bundle has them.")
    private @Nullable String labels;

    @Option(names = "--expect", paramLabel = "LABEL", description = "The sign that the recordings should show.")
    private @Nullable String expected;

    @Option(
            names = "--depth-unit",
            paramLabel = "UNIT",
            description = "The unit of z in the recordings: widths (of the picture), pixels, or detect"
                    + " (default: ${DEFAULT-VALUE}).")
    private DepthUnit depthUnit = DepthUnit.DETECT;

    @Option(
            names = "--landmark-models",
            paramLabel = "FOLDER",
            description = "MediaPipe's models, which videos need; tools/fetch_models brings them.")
    private @Nullable Path landmarkModels;

    @Option(
            names = "--mirror",
            paramLabel = "yes|no",
            description =
                    "Whether the model was trained on the learner as seen in a mirror, as those of the Python service"
                            + " are. Default: as in the bundle, or else yes.")
    private @Nullable YesNo mirror;

    @Option(
            names = "--track",
            description =
                    "Follows body, hands and face of videos from frame to frame, which is faster, for models trained on such"
                            + " landmarks.")
    private boolean tracking;

    @Option(
            names = "--threshold",
            paramLabel = "P",
            description = "The lowest confidence that counts. Default: that of the bundle, or else "
                    + RecognitionPolicy.DEFAULT_THRESHOLD + ".")
    private @Nullable Double threshold;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<Path> recordings = recordings();
        requireVideosToTrack(recordings);
        int failures = 0;
        try (SignClassifier classifier = classifier();
                FileExtractor extractor = FileExtractor.of(depthUnit, landmarkModels, tracking)) {
            if (expected != null && !classifier.labels().contains(expected)) {
                throw new InvalidInputException(
                        "The model does not know '" + expected + "'; its labels are " + classifier.labels());
            }
            RecognitionPolicy policy = policy(classifier);
            for (Path recording : recordings) {
                failures += recognize(recording, extractor, classifier, policy) ? 0 : 1;
            }
        }
        return failures == 0 ? 0 : KlibrasMain.FAILED;
    }

    /** Returns whether the file could be recognized. A failure does not stop the recognition of other files. */
    private boolean recognize(Path file, FileExtractor extractor, SignClassifier classifier, RecognitionPolicy policy) {
        try {
            ExtractionRequest request = request(classifier);
            LandmarkSequence sequence = extractor
                    .extract(Video.of(UserFiles.read(file, MediaFiles.MAX_BYTES)), request)
                    .sequence();
            Prediction prediction = classifier.classify(request.preprocessing().finish(sequence));
            PrintWriter out = spec.commandLine().getOut();
            out.println(Problems.oneLine(file + ": " + describe(prediction, policy)));
            out.flush();
            return true;
        } catch (KlibrasException | IOException e) {
            KlibrasMain.say(spec.commandLine(), Problems.describe(file, e));
            return false;
        }
    }

    private String describe(Prediction prediction, RecognitionPolicy policy) {
        String candidates = prediction.top(3).stream()
                .map(candidate ->
                        String.format(Locale.ROOT, "%s %.2f %%", candidate.label(), 100 * candidate.probability()))
                .collect(Collectors.joining(", "));
        if (expected == null) {
            return candidates;
        }
        Recognition recognition = policy.judge(expected, prediction);
        String verdict = recognition.found() ? "shown" : recognition.matches() ? "not sure enough" : "not shown";
        return candidates + " - " + expected + " " + verdict;
    }

    private SignClassifier classifier() throws IOException {
        if (!ClassifierFile.isBundle(model)) {
            return ClassifierFile.of(KerasModelReader.read(model), labels());
        }
        if (labels != null) {
            throw new InvalidInputException("--labels are for a model file; the bundle " + model + " has its own");
        }
        return ClassifierFile.load(model);
    }

    private RecognitionPolicy policy(SignClassifier classifier) {
        RecognitionPolicy known = classifier.bundle().map(ModelBundle::policy).orElseGet(RecognitionPolicy::defaults);
        return threshold == null ? known : new RecognitionPolicy(threshold, known.nullLabel());
    }

    private ExtractionRequest request(SignClassifier classifier) {
        ExtractionRequest request = classifier.request();
        if (mirror == null) {
            return request;
        }
        return request.with(request.preprocessing().with(mirror.mirroring()));
    }

    private List<String> labels() throws IOException {
        if (labels == null) {
            Path beside = model.resolveSibling("labels.txt");
            if (!Files.isRegularFile(beside)) {
                throw new InvalidInputException(
                        "The labels of the model are not known: give --labels, or put labels.txt beside " + model);
            }
            return UserFiles.labelsIn(beside);
        }
        return UserFiles.labels(labels);
    }

    private void requireVideosToTrack(List<Path> recordings) {
        if (tracking && landmarkModels == null) {
            throw new ParameterException(spec.commandLine(), "--track is for videos, which need --landmark-models");
        }
        if (tracking && recordings.stream().allMatch(MediaFiles::isRecording)) {
            throw new ParameterException(
                    spec.commandLine(), "--track is for videos, but there are only .pose recordings");
        }
    }

    private List<Path> recordings() throws IOException {
        return landmarkModels == null
                ? MediaFiles.in(files, "recordings", MediaFiles::isRecording)
                : MediaFiles.in(files, "recordings", file -> MediaFiles.isRecording(file) || MediaFiles.isVideo(file));
    }
}
