package io.github.klibras.examples;

import io.github.klibras.core.recognition.SignClassifier;
import io.github.klibras.inference.dl4j.Dl4jSignClassifier;
import io.github.klibras.inference.keras.KerasModelBundle;
import io.github.klibras.inference.keras.KerasSignClassifier;
import io.github.klibras.keras.engine.Acceleration;

/** The engine that computes the demo's model. */
enum DemoEngine {
    /** Plain Java. */
    FAST {
        @Override
        SignClassifier classifier(KerasModelBundle bundle) {
            return KerasSignClassifier.of(bundle, Acceleration.best());
        }
    },
    /** A genuine Deeplearning4j network. */
    DL4J {
        @Override
        SignClassifier classifier(KerasModelBundle bundle) {
            return Dl4jSignClassifier.of(bundle);
        }
    };

    /** Makes a classifier, which the caller closes. */
    abstract SignClassifier classifier(KerasModelBundle bundle);
}
