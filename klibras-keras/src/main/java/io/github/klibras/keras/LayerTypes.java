package io.github.klibras.keras;

import io.github.klibras.keras.MergeSpec.Operation;
import io.github.klibras.keras.Pooling1dSpec.Kind;

import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** The layer classes that can be read. */
final class LayerTypes {

    private static final Map<String, Function<LayerConfig, LayerSpec>> BY_KERAS_CLASS = Map.ofEntries(
            Map.entry("InputLayer", InputSpec::read),
            Map.entry("Activation", ActivationSpec::read),
            Map.entry("ActivityRegularization", IdentitySpec::read),
            Map.entry("Add", config -> new MergeSpec(Operation.ADD)),
            Map.entry("AlphaDropout", DropoutSpec::read),
            Map.entry("Average", config -> new MergeSpec(Operation.AVERAGE)),
            Map.entry("AveragePooling1D", config -> Pooling1dSpec.read(Kind.AVERAGE, config)),
            Map.entry("BatchNormalization", BatchNormalizationSpec::read),
            Map.entry("Bidirectional", BidirectionalSpec::read),
            Map.entry("Concatenate", ConcatenateSpec::read),
            Map.entry("Conv1D", Conv1dSpec::read),
            Map.entry("Cropping1D", Crop1dSpec::readCropping),
            Map.entry("Dense", DenseSpec::read),
            Map.entry("Dropout", DropoutSpec::read),
            Map.entry("ELU", EluSpec::read),
            Map.entry("Flatten", FlattenSpec::read),
            Map.entry("GRU", GruSpec::read),
            Map.entry("GaussianDropout", DropoutSpec::read),
            Map.entry("GaussianNoise", IdentitySpec::read),
            Map.entry("GlobalAveragePooling1D", config -> GlobalPooling1dSpec.read(Kind.AVERAGE, config)),
            Map.entry("GlobalMaxPooling1D", config -> GlobalPooling1dSpec.read(Kind.MAX, config)),
            Map.entry("Identity", IdentitySpec::read),
            Map.entry("LSTM", LstmSpec::read),
            Map.entry("LayerNormalization", LayerNormalizationSpec::read),
            Map.entry("LeakyReLU", ReluSpec::readLeaky),
            Map.entry("Masking", MaskingSpec::read),
            Map.entry("MaxPooling1D", config -> Pooling1dSpec.read(Kind.MAX, config)),
            Map.entry("Maximum", config -> new MergeSpec(Operation.MAXIMUM)),
            Map.entry("Minimum", config -> new MergeSpec(Operation.MINIMUM)),
            Map.entry("Multiply", config -> new MergeSpec(Operation.MULTIPLY)),
            Map.entry("PReLU", PReluSpec::read),
            Map.entry("Permute", PermuteSpec::read),
            Map.entry("ReLU", ReluSpec::read),
            Map.entry("RepeatVector", RepeatVectorSpec::read),
            Map.entry("Rescaling", RescalingSpec::read),
            Map.entry("Reshape", ReshapeSpec::read),
            Map.entry("SimpleRNN", SimpleRnnSpec::read),
            Map.entry("Softmax", SoftmaxSpec::read),
            Map.entry("SpatialDropout1D", DropoutSpec::read),
            Map.entry("Subtract", config -> new MergeSpec(Operation.SUBTRACT)),
            Map.entry("TimeDistributed", TimeDistributedSpec::read),
            Map.entry("UpSampling1D", UpSampling1dSpec::read),
            Map.entry("ZeroPadding1D", Crop1dSpec::readPadding));

    private LayerTypes() {}

    static LayerSpec read(String kerasClass, LayerConfig config) {
        Function<LayerConfig, LayerSpec> reader = BY_KERAS_CLASS.get(kerasClass);
        if (reader == null) {
            throw new KerasModelException("layers of this class are not supported; supported are models and "
                    + new TreeSet<>(BY_KERAS_CLASS.keySet()));
        }
        LayerSpec spec = reader.apply(config);
        config.requireAllRead();
        return spec;
    }
}
