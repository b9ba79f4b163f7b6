package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.Activation;
import io.github.klibras.keras.DenseSpec;
import io.github.klibras.keras.KerasLayer;
import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.Tensor;
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
        if (place.input().rank() != 1) {
            throw new KerasModelException(
                    "the DL4J back end supports it over [features] only, but its input is " + place.input());
        }
        return place.last() ? outputLayer(spec, place) : denseLayer(spec, place);
    }

    private static Layer denseLayer(DenseSpec spec, Place place) {
        return new DenseLayer.Builder()
                .name(place.name())
                .nIn(place.input().last())
                .nOut(spec.units())
                .hasBias(spec.useBias())
                .activation(Activations.ofDl4j(spec.activation()))
                .build();
    }

    /** The same computation, but DL4J evaluates and scores networks only if they end so. */
    private static Layer outputLayer(DenseSpec spec, Place place) {
        return new OutputLayer.Builder(usualLoss(spec.activation()))
                .name(place.name())
                .nIn(place.input().last())
                .nOut(spec.units())
                .hasBias(spec.useBias())
                .activation(Activations.ofDl4j(spec.activation()))
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
