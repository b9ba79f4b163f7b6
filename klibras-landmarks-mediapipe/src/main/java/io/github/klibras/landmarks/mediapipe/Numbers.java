package io.github.klibras.landmarks.mediapipe;

/** Functions of the nets' outputs. */
final class Numbers {

    private Numbers() {}

    static float sigmoid(float x) {
        return (float) (1 / (1 + Math.exp(-x)));
    }
}
