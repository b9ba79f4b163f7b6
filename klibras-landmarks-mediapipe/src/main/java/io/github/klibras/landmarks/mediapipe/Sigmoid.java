package io.github.klibras.landmarks.mediapipe;

/** Turns what nets give into what is likely, 0 to 1. */
final class Sigmoid {

    private Sigmoid() {}

    static float of(float x) {
        return (float) (1 / (1 + Math.exp(-x)));
    }
}
