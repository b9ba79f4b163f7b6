package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.layer.Padding;
import io.github.klibras.keras.layer.Shape;
import org.deeplearning4j.nn.conf.ConvolutionMode;

/** DL4J's modes of laying windows over a sequence. */
final class Windows {

    private Windows() {}

    /**
     * Returns the mode that is equivalent to Keras' padding.
     *
     * @param input [time, channels]
     * @param window how many frames a window spans
     */
    static ConvolutionMode mode(Padding padding, Shape input, int window, int stride) {
        return switch (padding) {
            case VALID -> ConvolutionMode.Truncate;
            case CAUSAL -> ConvolutionMode.Causal;
            case SAME -> isPadded(input.size(0), window, stride) ? ConvolutionMode.Same : ConvolutionMode.Truncate;
        };
    }

    /**
     * Returns whether padding adds any frame. If it does not, DL4J's Same mode would remove frames and so shift
     * the windows.
     */
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
