package io.github.klibras.landmarks.mediapipe;

/** The sigmoid function, which turns a net's logits into probabilities, 0 to 1. */
final class Sigmoid {

    private Sigmoid() {}

    static float of(float x) {
        return (float) (1 / (1 + Math.exp(-x)));
    }
}
