package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.layer.BidirectionalSpec;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.RecurrentSettings;
import io.github.klibras.keras.layer.RecurrentSpec;
import io.github.klibras.keras.layer.Tensor;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.params.BidirectionalParamInitializer;

import java.util.HashMap;
import java.util.Map;

/**
 * Translates to DL4J's {@code Bidirectional}, which feeds the second layer the reversed sequence, and reverses its
 * output. Around a {@code LastTimeStep}, it returns the second layer's state after the last frame it saw, which is the
 * first one, as Keras does.
 */
final class BidirectionalTranslator implements LayerTranslator<BidirectionalSpec> {

    @Override
    public Class<BidirectionalSpec> specClass() {
        return BidirectionalSpec.class;
    }

    @Override
    public Layer configure(BidirectionalSpec spec, Place place) {
        if (!reversed(spec.backward()).equals(spec.forward())) {
            throw new KerasModelException("the DL4J back end supports two layers with the same settings only, not "
                    + spec.forward() + " and " + spec.backward());
        }
        Bidirectional layer = new Bidirectional(mode(spec.merge()), LayerTranslators.configure(spec.forward(), place));
        layer.setLayerName(place.name());
        return layer;
    }

    private static RecurrentSpec reversed(RecurrentSpec spec) {
        RecurrentSettings settings = spec.settings();
        return spec.with(new RecurrentSettings(
                settings.units(),
                settings.useBias(),
                settings.returnSequences(),
                !settings.goBackwards(),
                settings.zeroOutputForMask()));
    }

    private static Bidirectional.Mode mode(BidirectionalSpec.Merge merge) {
        return switch (merge) {
            case CONCAT -> Bidirectional.Mode.CONCAT;
            case SUM -> Bidirectional.Mode.ADD;
            case MUL -> Bidirectional.Mode.MUL;
            case AVE -> Bidirectional.Mode.AVERAGE;
        };
    }

    @Override
    public Map<String, Tensor> parameters(BidirectionalSpec spec, KerasLayer layer) {
        Map<String, Tensor> parameters = new HashMap<>();
        LayerTranslators.parameters(half(layer, spec.forward(), "forward/"))
                .forEach((name, value) -> parameters.put(BidirectionalParamInitializer.FORWARD_PREFIX + name, value));
        LayerTranslators.parameters(half(layer, spec.backward(), "backward/"))
                .forEach((name, value) -> parameters.put(BidirectionalParamInitializer.BACKWARD_PREFIX + name, value));
        return parameters;
    }

    private static KerasLayer half(KerasLayer layer, RecurrentSpec spec, String prefix) {
        Map<String, Tensor> weights = new HashMap<>();
        layer.weights().forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                weights.put(name.substring(prefix.length()), value);
            }
        });
        return new KerasLayer(layer.name(), layer.kerasClass(), spec, layer.inputs(), layer.outputShape(), weights);
    }
}
