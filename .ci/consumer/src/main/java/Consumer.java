import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.recognition.Prediction;
import io.github.klibras.core.video.VideoLandmarkExtractor;
import io.github.klibras.inference.dl4j.Dl4jSignClassifier;
import io.github.klibras.keras.KerasModelReader;
import io.github.klibras.landmarks.mediapipe.MediaPipeLandmarker;
import io.github.klibras.video.ffmpeg.FfmpegVideoDecoder;
import org.bytedeco.javacpp.Loader;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Consumer MODEL LABELS CLIP LANDMARK-MODELS: landmarks of a clip, and a verdict by DL4J, in one JVM. */
final class Consumer {

    public static void main(String[] args) throws Exception {
        List<String> labels = Files.readAllLines(Path.of(args[1]));
        try (MediaPipeLandmarker landmarker = MediaPipeLandmarker.of(Path.of(args[3]));
                Dl4jSignClassifier classifier = Dl4jSignClassifier.of(
                        KerasModelReader.read(Path.of(args[0])), labels, LandmarkLayout.POSE_HANDS)) {
            LandmarkSequence sequence = new VideoLandmarkExtractor(
                            FfmpegVideoDecoder.builder().build(), landmarker)
                    .extract(
                            Video.of(Files.readAllBytes(Path.of(args[2]))),
                            ExtractionRequest.of(LandmarkLayout.POSE_HANDS, new FrameSampler(100)))
                    .sequence();
            Prediction.Candidate best = classifier.classify(sequence).best();
            System.out.println("Java " + Runtime.version().feature() + ", javacpp " + Loader.getVersion() + ": "
                    + best.label() + " " + best.probability());
        }
    }
}
