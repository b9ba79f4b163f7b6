package io.github.klibras.keras.layer;

import io.github.klibras.keras.layer.MergeSpec.Operation;
import io.github.klibras.keras.layer.Pooling1dSpec.Kind;

import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** The layer classes that can be read. */
public final class LayerTypes {

    private static final Map<String, Function<LayerConfig, LayerSpec>> BY_KERAS_CLASS = Map.ofEntries(
            Map.entry("InputLayer", InputSpec::read),
            Map.entry("Activation", ActivationSpec::read),
            Map.entry("ActivityRegularization", IdentitySpec::read),
            Map.entry("Add", config -> new MergeSpec(Operation.ADD, config.maskMerge())),
            Map.entry("AdditiveAttention", AttentionSpec::readAdditive),
            Map.entry("AlphaDropout", DropoutSpec::read),
            Map.entry("Attention", AttentionSpec::read),
            Map.entry("Average", config -> new MergeSpec(Operation.AVERAGE, config.maskMerge())),
            Map.entry("AveragePooling1D", config -> Pooling1dSpec.read(Kind.AVERAGE, config)),
            Map.entry("BatchNormalization", BatchNormalizationSpec::read),
            Map.entry("Bidirectional", BidirectionalSpec::read),
            Map.entry("Concatenate", ConcatenateSpec::read),
            Map.entry("Conv1D", Conv1dSpec::read),
            Map.entry("Cropping1D", Crop1dSpec::readCropping),
            Map.entry("Dense", DenseSpec::read),
            Map.entry("DepthwiseConv1D", DepthwiseConv1dSpec::read),
            Map.entry("Dot", DotSpec::read),
            Map.entry("Dropout", DropoutSpec::read),
            Map.entry("ELU", EluSpec::read),
            Map.entry("Embedding", EmbeddingSpec::read),
            Map.entry("Flatten", FlattenSpec::read),
            Map.entry("GRU", GruSpec::read),
            Map.entry("GaussianDropout", DropoutSpec::read),
            Map.entry("GaussianNoise", IdentitySpec::read),
            Map.entry("GlobalAveragePooling1D", config -> GlobalPooling1dSpec.read(Kind.AVERAGE, config)),
            Map.entry("GlobalMaxPooling1D", config -> GlobalPooling1dSpec.read(Kind.MAX, config)),
            Map.entry("GroupNormalization", GroupNormalizationSpec::read),
            Map.entry("Identity", IdentitySpec::read),
            Map.entry("LSTM", LstmSpec::read),
            Map.entry("LayerNormalization", LayerNormalizationSpec::read),
            Map.entry("LeakyReLU", ReluSpec::readLeaky),
            Map.entry("Masking", MaskingSpec::read),
            Map.entry("MaxPooling1D", config -> Pooling1dSpec.read(Kind.MAX, config)),
            Map.entry("Maximum", config -> new MergeSpec(Operation.MAXIMUM, config.maskMerge())),
            Map.entry("Minimum", config -> new MergeSpec(Operation.MINIMUM, config.maskMerge())),
            Map.entry("MultiHeadAttention", MultiHeadAttentionSpec::read),
            Map.entry("Multiply", config -> new MergeSpec(Operation.MULTIPLY, config.maskMerge())),
            Map.entry("Normalization", NormalizationSpec::read),
            Map.entry("PReLU", PReluSpec::read),
            Map.entry("Permute", PermuteSpec::read),
            Map.entry("RMSNormalization", RmsNormalizationSpec::read),
            Map.entry("RNN", RecurrentCells::read),
            Map.entry("ReLU", ReluSpec::read),
            Map.entry("RepeatVector", RepeatVectorSpec::read),
            Map.entry("Rescaling", RescalingSpec::read),
            Map.entry("Reshape", ReshapeSpec::read),
            Map.entry("SeparableConv1D", SeparableConv1dSpec::read),
            Map.entry("SimpleRNN", SimpleRnnSpec::read),
            Map.entry("Softmax", SoftmaxSpec::read),
            Map.entry("SpatialDropout1D", DropoutSpec::read),
            Map.entry("Subtract", config -> new MergeSpec(Operation.SUBTRACT, config.maskMerge())),
            Map.entry("TimeDistributed", TimeDistributedSpec::read),
            Map.entry("UnitNormalization", UnitNormalizationSpec::read),
            Map.entry("UpSampling1D", UpSampling1dSpec::read),
            Map.entry("ZeroPadding1D", Crop1dSpec::readPadding));

    private LayerTypes() {}

    public static LayerSpec read(String kerasClass, LayerConfig config) {
        Function<LayerConfig, LayerSpec> reader = BY_KERAS_CLASS.get(kerasClass);
        if (reader == null) {
            throw new InvalidModelException("layers of this class are not supported; supported are models and "
                    + new TreeSet<>(BY_KERAS_CLASS.keySet()));
        }
        LayerSpec activation = config.takeActivationLayer();
        LayerSpec spec = reader.apply(config);
        config.requireAllRead();
        if (activation == null) {
            return spec;
        }
        if (!(activation instanceof ElementwiseSpec || activation instanceof SoftmaxSpec)
                || spec instanceof RecurrentSpec) {
            throw new InvalidModelException("'activation' is a layer, which is not supported there; it must be a"
                    + " function, or a layer of its own");
        }
        return new ChainSpec(spec, activation);
    }
}
