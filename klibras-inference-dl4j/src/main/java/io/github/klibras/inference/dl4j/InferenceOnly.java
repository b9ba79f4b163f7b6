package io.github.klibras.inference.dl4j;

/** What our own layers answer when they are asked for more than inference. */
final class InferenceOnly {

    private InferenceOnly() {}

    static UnsupportedOperationException refuse(String who, String what) {
        return new UnsupportedOperationException(
                who + " does not support " + what + ": it is for inference of imported Keras models only");
    }
}
