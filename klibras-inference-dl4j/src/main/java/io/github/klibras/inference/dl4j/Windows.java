package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.Padding;
import io.github.klibras.keras.Shape;
import org.deeplearning4j.nn.conf.ConvolutionMode;

/** What DL4J calls the ways in which windows are laid over a sequence. */
final class Windows {

    private Windows() {}

    /**
     * Returns the mode that gives what Keras' padding does.
     *
     * @param input [time, channels]
     * @param window the frames that a window spans
     */
    static ConvolutionMode mode(Padding padding, Shape input, int window, int stride) {
        return switch (padding) {
            case VALID -> ConvolutionMode.Truncate;
            case CAUSAL -> ConvolutionMode.Causal;
            case SAME -> isPadded(input.size(0), window, stride) ? ConvolutionMode.Same : ConvolutionMode.Truncate;
        };
    }

    /** Says whether any frame is added; where none is, DL4J would take some away, so that its windows were shifted. */
    private static boolean isPadded(int frames, int window, int stride) {
        if (window >= stride) {
            return true;
        }
        if (frames == Shape.UNKNOWN) {
            throw new KerasModelException("the DL4J back end does not support padding 'same' with a stride larger than"
                    + " the window where the number of frames is open");
        }
        return (frames - 1) / stride * stride + window > frames;
    }
}
