package io.github.klibras.keras.layer;

import java.util.List;

/**
 * The settings of a layer, which define what it computes, without its weights. There is one record for each layer class
 * in Keras, or for several that differ only in their settings.
 */
public sealed interface LayerSpec
        permits AxisSpec,
                BidirectionalSpec,
                BinarySpec,
                CausalSpec,
                ChainSpec,
                ClipSpec,
                ConcatenateSpec,
                Conv1dSpec,
                Crop1dSpec,
                DenseSpec,
                DepthwiseConv1dSpec,
                DotSpec,
                ElementwiseSpec,
                EmbeddingSpec,
                FlattenSpec,
                FunctionSpec,
                GlobalPooling1dSpec,
                InputSpec,
                MaskingSpec,
                MatMulSpec,
                MergeSpec,
                PermuteSpec,
                Pooling1dSpec,
                RecurrentSpec,
                ReductionSpec,
                RepeatVectorSpec,
                ReshapeSpec,
                SeparableConv1dSpec,
                SliceSpec,
                SoftmaxSpec,
                StackSpec,
                StateSpec,
                TimeDistributedSpec,
                UnmaskedSpec,
                UpSampling1dSpec {

    /**
     * Returns the shape of the layer's output, without the batch.
     *
     * @param inputs one for each inbound layer, without the batch
     * @throws InvalidModelException if the layer cannot take such inputs
     */
    Shape outputShape(List<Shape> inputs);

    /** Returns the weights that the layer needs, in the order in which Keras creates them. */
    default List<WeightSpec> weights(List<Shape> inputs) {
        return List.of();
    }

    /**
     * Returns whether the output has a mask of its frames, according to Keras 3's propagation of masks.
     *
     * @param maskedInputs whether each input has a mask
     * @throws InvalidModelException if the layer cannot be computed on such inputs
     */
    default boolean masksOutput(List<Boolean> maskedInputs) {
        return false;
    }
}
