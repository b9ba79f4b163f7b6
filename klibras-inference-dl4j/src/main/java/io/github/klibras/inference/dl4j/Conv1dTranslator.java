package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.layer.Conv1dSpec;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.Tensor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;

import java.util.Map;

final class Conv1dTranslator implements LayerTranslator<Conv1dSpec> {

    @Override
    public Class<Conv1dSpec> specClass() {
        return Conv1dSpec.class;
    }

    @Override
    public Layer configure(Conv1dSpec spec, Place place) {
        if (spec.groups() != 1) {
            throw new KerasModelException("the DL4J back end does not support 'groups'");
        }
        return new Convolution1DLayer.Builder()
                .name(place.name())
                .nIn(place.input().last())
                .nOut(spec.filters())
                .kernelSize(spec.kernelSize())
                .stride(spec.stride())
                .dilation(spec.dilation())
                .convolutionMode(Windows.mode(spec.padding(), place.input(), spec.window(), spec.stride()))
                .hasBias(spec.useBias())
                .activation(Activations.of(spec.activation()))
                .rnnDataFormat(RNNFormat.NWC)
                .build();
    }

    /**
     * Returns the kernel as it is: DL4J declares its weight as [filters, channels, size], but computes with it as
     * [size, channels, filters].
     */
    @Override
    public Map<String, Tensor> parameters(Conv1dSpec spec, KerasLayer layer) {
        Tensor kernel = layer.weight("kernel");
        return spec.useBias()
                ? Map.of(
                        ConvolutionParamInitializer.WEIGHT_KEY,
                        kernel,
                        ConvolutionParamInitializer.BIAS_KEY,
                        layer.weight("bias"))
                : Map.of(ConvolutionParamInitializer.WEIGHT_KEY, kernel);
    }
}
