package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.layer.Activation;
import io.github.klibras.keras.layer.DenseSpec;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.Tensor;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

import java.util.Map;

final class DenseTranslator implements LayerTranslator<DenseSpec> {

    @Override
    public Class<DenseSpec> specClass() {
        return DenseSpec.class;
    }

    @Override
    public Layer configure(DenseSpec spec, Place place) {
        return switch (place.input().rank()) {
            case 1 -> place.last() ? outputLayer(spec, place) : denseLayer(spec, place);
            case 2 -> layerOfFrames(spec, place);
            default ->
                throw new KerasModelException("the DL4J back end supports it over [features] and [time, features]"
                        + " only, but its input is " + place.input());
        };
    }

    /**
     * Returns a convolution with a window of one frame, which is equivalent: DL4J's dense layers do not take
     * [time, features].
     */
    private static Layer layerOfFrames(DenseSpec spec, Place place) {
        return new Convolution1DLayer.Builder(1)
                .name(place.name())
                .nIn(place.input().last())
                .nOut(spec.units())
                .convolutionMode(ConvolutionMode.Truncate)
                .hasBias(spec.useBias())
                .activation(Activations.of(spec.activation()))
                .rnnDataFormat(RNNFormat.NWC)
                .build();
    }

    private static Layer denseLayer(DenseSpec spec, Place place) {
        return new DenseLayer.Builder()
                .name(place.name())
                .nIn(place.input().last())
                .nOut(spec.units())
                .hasBias(spec.useBias())
                .activation(Activations.of(spec.activation()))
                .build();
    }

    /**
     * Returns an output layer, which computes the same as a dense one; DL4J only evaluates and scores networks that end
     * in one.
     */
    private static Layer outputLayer(DenseSpec spec, Place place) {
        return new OutputLayer.Builder(usualLoss(spec.activation()))
                .name(place.name())
                .nIn(place.input().last())
                .nOut(spec.units())
                .hasBias(spec.useBias())
                .activation(Activations.of(spec.activation()))
                .build();
    }

    private static LossFunction usualLoss(Activation activation) {
        return switch (activation) {
            case SOFTMAX -> LossFunction.MCXENT;
            case SIGMOID -> LossFunction.XENT;
            default -> LossFunction.MSE;
        };
    }

    @Override
    public Map<String, Tensor> parameters(DenseSpec spec, KerasLayer layer) {
        Tensor kernel = layer.weight("kernel");
        return spec.useBias()
                ? Map.of(
                        DefaultParamInitializer.WEIGHT_KEY,
                        kernel,
                        DefaultParamInitializer.BIAS_KEY,
                        layer.weight("bias"))
                : Map.of(DefaultParamInitializer.WEIGHT_KEY, kernel);
    }
}
