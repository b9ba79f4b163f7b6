package io.github.klibras.examples;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.recognition.SignClassifier;
import io.github.klibras.inference.keras.KerasSignClassifier;
import io.github.klibras.inference.keras.ModelBundleReader;
import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.KerasModelReader;
import io.github.klibras.keras.engine.Acceleration;
import io.github.klibras.keras.layer.Shape;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Makes classifiers from Keras models, whose input shape determines the landmark layout. */
final class ClassifierFile {

    private ClassifierFile() {}

    /** Returns whether a path is a bundle, which has its own labels, rather than a model file. */
    static boolean isBundle(Path path) {
        String name = path.toString(); // blank would mean the working directory
        return name.endsWith(".zip") || (!name.isBlank() && Files.isDirectory(path));
    }

    /** Loads a bundle. */
    static SignClassifier load(Path bundle) {
        return KerasSignClassifier.of(ModelBundleReader.read(bundle), Acceleration.best());
    }

    static SignClassifier load(Path file, List<String> labels) {
        return of(KerasModelReader.read(file), labels);
    }

    static SignClassifier of(KerasModel model, List<String> labels) {
        Shape input = model.inputShape();
        int features = input.rank() == 0 ? 0 : input.last();
        LandmarkLayout layout = Arrays.stream(LandmarkLayout.values())
                .filter(candidate -> candidate.features() == features)
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(model.source() + ": the model takes " + input
                        + ", but [frames, 258] or [frames, 1692] landmarks are needed"));
        return KerasSignClassifier.of(model, labels, layout);
    }
}
