package io.github.klibras.keras;

import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** The classes of layers that can be read. */
final class LayerTypes {

    private static final Map<String, Function<LayerConfig, LayerSpec>> BY_KERAS_CLASS = Map.ofEntries(
            Map.entry("InputLayer", InputSpec::read),
            Map.entry("Activation", ActivationSpec::read),
            Map.entry("BatchNormalization", BatchNormalizationSpec::read),
            Map.entry("Dense", DenseSpec::read),
            Map.entry("Dropout", DropoutSpec::read),
            Map.entry("GRU", GruSpec::read));

    private LayerTypes() {}

    static LayerSpec read(String kerasClass, LayerConfig config) {
        Function<LayerConfig, LayerSpec> reader = BY_KERAS_CLASS.get(kerasClass);
        if (reader == null) {
            throw new KerasModelException(
                    "layers of this class are not supported; supported are " + new TreeSet<>(BY_KERAS_CLASS.keySet()));
        }
        LayerSpec spec = reader.apply(config);
        config.requireAllRead();
        return spec;
    }
}
