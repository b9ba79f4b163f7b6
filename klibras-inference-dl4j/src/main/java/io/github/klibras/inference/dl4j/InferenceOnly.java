package io.github.klibras.inference.dl4j;

/** The refusal of our own layers to do anything but inference. */
final class InferenceOnly {

    private InferenceOnly() {}

    static UnsupportedOperationException refuse(String who, String what) {
        return new UnsupportedOperationException(
                who + " does not support " + what + ": it is for inference of imported Keras models only");
    }
}
