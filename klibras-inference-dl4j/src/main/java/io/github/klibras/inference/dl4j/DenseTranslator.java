package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.DenseSpec;
import io.github.klibras.keras.KerasLayer;
import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.Shape;
import io.github.klibras.keras.Tensor;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

import java.util.Map;

final class DenseTranslator implements LayerTranslator<DenseSpec> {

    @Override
    public Class<DenseSpec> specClass() {
        return DenseSpec.class;
    }

    @Override
    public Layer configure(DenseSpec spec, String name, Shape input) {
        if (input.rank() != 1) {
            throw new KerasModelException(
                    "the DL4J back end supports it over [features] only, but its input is " + input);
        }
        return new DenseLayer.Builder()
                .name(name)
                .nIn(input.last())
                .nOut(spec.units())
                .hasBias(spec.useBias())
                .activation(Activations.ofDl4j(spec.activation()))
                .build();
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
