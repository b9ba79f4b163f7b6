package io.github.klibras.keras.engine;

import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.layer.Activation;
import io.github.klibras.keras.layer.ActivationSpec;
import io.github.klibras.keras.layer.AttentionSpec;
import io.github.klibras.keras.layer.AxisSpec;
import io.github.klibras.keras.layer.BatchNormalizationSpec;
import io.github.klibras.keras.layer.BidirectionalSpec;
import io.github.klibras.keras.layer.BinarySpec;
import io.github.klibras.keras.layer.ChainSpec;
import io.github.klibras.keras.layer.ClipSpec;
import io.github.klibras.keras.layer.ConcatenateSpec;
import io.github.klibras.keras.layer.Conv1dSpec;
import io.github.klibras.keras.layer.Crop1dSpec;
import io.github.klibras.keras.layer.DenseSpec;
import io.github.klibras.keras.layer.DepthwiseConv1dSpec;
import io.github.klibras.keras.layer.DotSpec;
import io.github.klibras.keras.layer.DropoutSpec;
import io.github.klibras.keras.layer.EluSpec;
import io.github.klibras.keras.layer.EmbeddingSpec;
import io.github.klibras.keras.layer.FlattenSpec;
import io.github.klibras.keras.layer.FunctionSpec;
import io.github.klibras.keras.layer.GlobalPooling1dSpec;
import io.github.klibras.keras.layer.GroupNormalizationSpec;
import io.github.klibras.keras.layer.GruSpec;
import io.github.klibras.keras.layer.IdentitySpec;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.LayerNormalizationSpec;
import io.github.klibras.keras.layer.LayerSpec;
import io.github.klibras.keras.layer.LstmSpec;
import io.github.klibras.keras.layer.MaskingSpec;
import io.github.klibras.keras.layer.MatMulSpec;
import io.github.klibras.keras.layer.MergeSpec;
import io.github.klibras.keras.layer.MultiHeadAttentionSpec;
import io.github.klibras.keras.layer.NormalizationSpec;
import io.github.klibras.keras.layer.PReluSpec;
import io.github.klibras.keras.layer.PermuteSpec;
import io.github.klibras.keras.layer.Pooling1dSpec;
import io.github.klibras.keras.layer.ReductionSpec;
import io.github.klibras.keras.layer.ReluSpec;
import io.github.klibras.keras.layer.RepeatVectorSpec;
import io.github.klibras.keras.layer.RescalingSpec;
import io.github.klibras.keras.layer.ReshapeSpec;
import io.github.klibras.keras.layer.RmsNormalizationSpec;
import io.github.klibras.keras.layer.SeparableConv1dSpec;
import io.github.klibras.keras.layer.SimpleRnnSpec;
import io.github.klibras.keras.layer.SliceSpec;
import io.github.klibras.keras.layer.SoftmaxSpec;
import io.github.klibras.keras.layer.StackSpec;
import io.github.klibras.keras.layer.StateSpec;
import io.github.klibras.keras.layer.TimeDistributedSpec;
import io.github.klibras.keras.layer.UnitNormalizationSpec;
import io.github.klibras.keras.layer.UnmaskedSpec;
import io.github.klibras.keras.layer.UpSampling1dSpec;

import java.util.List;
import java.util.Map;

/** Creates the operation of a layer. */
final class Operations {

    private interface Maker<S> {
        Operation make(S spec, KerasLayer layer, Kernels kernels);
    }

    private static final Map<Class<? extends LayerSpec>, Maker<LayerSpec>> MAKERS = Map.ofEntries(
            entry(AttentionSpec.class, (spec, layer, kernels) -> new AttentionOperation(spec, layer)),
            entry(MultiHeadAttentionSpec.class, MultiHeadAttentionOperation::new),
            entry(AxisSpec.class, (spec, layer, kernels) -> reshaped()),
            entry(BinarySpec.class, (spec, layer, kernels) -> new BinaryOperation(spec)),
            entry(
                    ChainSpec.class,
                    (spec, layer, kernels) -> new ChainOperation(
                            spec, of(spec.first(), layer, kernels), of(spec.activation(), layer, kernels))),
            entry(ClipSpec.class, (spec, layer, kernels) -> unmasked(rows(clip(spec)))),
            entry(FunctionSpec.class, (spec, layer, kernels) -> unmasked(rows(each(spec)))),
            entry(MatMulSpec.class, (spec, layer, kernels) -> new MatMulOperation(spec)),
            entry(StateSpec.class, RecurrentOperation::ofState),
            entry(StackSpec.class, (spec, layer, kernels) -> new StackOperation(spec)),
            entry(UnmaskedSpec.class, (spec, layer, kernels) -> unmasked(spec, layer, kernels)),
            entry(ReductionSpec.class, (spec, layer, kernels) -> new ReductionOperation(spec)),
            entry(SliceSpec.class, (spec, layer, kernels) -> GatherOperation.of(spec)),
            entry(ActivationSpec.class, (spec, layer, kernels) -> activation(spec)),
            entry(
                    BatchNormalizationSpec.class,
                    (spec, layer, kernels) ->
                            new LineOperation(spec.axis(), true, new BatchNormalizationFunction(spec, layer))),
            entry(BidirectionalSpec.class, BidirectionalOperation::new),
            entry(ConcatenateSpec.class, (spec, layer, kernels) -> new ConcatenateOperation(spec)),
            entry(Conv1dSpec.class, Conv1dOperation::new),
            entry(Crop1dSpec.class, (spec, layer, kernels) -> FrameOperation.of(spec)),
            entry(DepthwiseConv1dSpec.class, Conv1dOperation::depthwise),
            entry(DotSpec.class, (spec, layer, kernels) -> new DotOperation(spec)),
            entry(EmbeddingSpec.class, (spec, layer, kernels) -> new EmbeddingOperation(spec, layer)),
            entry(GroupNormalizationSpec.class, (spec, layer, kernels) -> new GroupNormalizationOperation(spec, layer)),
            entry(NormalizationSpec.class, (spec, layer, kernels) -> rows(new NormalizationFunction(spec, layer))),
            entry(RmsNormalizationSpec.class, (spec, layer, kernels) -> rows(rms(spec, layer))),
            entry(SeparableConv1dSpec.class, SeparableConv1dOperation::new),
            entry(
                    UnitNormalizationSpec.class,
                    (spec, layer, kernels) -> new LineOperation(spec.axis(), true, UnitLength::of)),
            entry(DenseSpec.class, DenseOperation::new),
            entry(DropoutSpec.class, (spec, layer, kernels) -> unchanged()),
            entry(EluSpec.class, (spec, layer, kernels) -> rows(elu(spec))),
            entry(FlattenSpec.class, (spec, layer, kernels) -> reshaped()),
            entry(GlobalPooling1dSpec.class, (spec, layer, kernels) -> new GlobalPooling1dOperation(spec)),
            entry(GruSpec.class, RecurrentOperation::new),
            entry(IdentitySpec.class, (spec, layer, kernels) -> unchanged()),
            entry(
                    LayerNormalizationSpec.class,
                    (spec, layer, kernels) ->
                            new LineOperation(spec.axis(), true, new LayerNormalizationFunction(spec, layer))),
            entry(LstmSpec.class, RecurrentOperation::new),
            entry(MaskingSpec.class, (spec, layer, kernels) -> new MaskingOperation(spec)),
            entry(MergeSpec.class, (spec, layer, kernels) -> new MergeOperation(spec)),
            entry(PReluSpec.class, (spec, layer, kernels) -> new PReluOperation(layer)),
            entry(PermuteSpec.class, (spec, layer, kernels) -> GatherOperation.of(spec)),
            entry(Pooling1dSpec.class, (spec, layer, kernels) -> new Pooling1dOperation(spec)),
            entry(ReluSpec.class, (spec, layer, kernels) -> rows(relu(spec))),
            entry(RepeatVectorSpec.class, (spec, layer, kernels) -> FrameOperation.of(spec)),
            entry(RescalingSpec.class, (spec, layer, kernels) -> rows(rescaling(spec))),
            entry(ReshapeSpec.class, (spec, layer, kernels) -> reshaped()),
            entry(SimpleRnnSpec.class, RecurrentOperation::new),
            entry(
                    SoftmaxSpec.class,
                    (spec, layer, kernels) -> new LineOperation(spec.axis(), false, Activation.SOFTMAX::apply)),
            entry(TimeDistributedSpec.class, TimeDistributedOperation::new),
            entry(UpSampling1dSpec.class, (spec, layer, kernels) -> FrameOperation.of(spec)));

    private Operations() {}

    static Operation of(KerasLayer layer, Kernels kernels) {
        return of(layer.spec(), layer, kernels);
    }

    private static Operation of(LayerSpec spec, KerasLayer layer, Kernels kernels) {
        Maker<LayerSpec> maker = MAKERS.get(spec.getClass());
        if (maker == null) {
            throw new KerasModelException("layer '" + layer.name() + "' (" + layer.kerasClass()
                    + "): the engine does not compute layers of this class");
        }
        return maker.make(spec, layer, kernels);
    }

    private static <S extends LayerSpec> Map.Entry<Class<? extends LayerSpec>, Maker<LayerSpec>> entry(
            Class<S> specClass, Maker<S> maker) {
        return Map.entry(specClass, (spec, layer, kernels) -> maker.make(specClass.cast(spec), layer, kernels));
    }

    private static Operation rows(RowFunction function) {
        return new RowOperation(function);
    }

    private static Operation activation(ActivationSpec spec) {
        return (inputs, shape, kernels) ->
                rows(RowFunction.of(spec.activation(), kernels)).bind(inputs, shape, kernels);
    }

    private static Operation unchanged() {
        return (inputs, shape, kernels) -> Operation.Bound.nothing(inputs.get(0));
    }

    private static Operation reshaped() {
        return (inputs, shape, kernels) -> Operation.Bound.nothing(inputs.get(0).as(inputs.get(0).batch, shape, null));
    }

    private static Operation unmasked(UnmaskedSpec spec, KerasLayer layer, Kernels kernels) {
        return unmasked(of(spec.computation(), layer, kernels));
    }

    private static Operation unmasked(Operation operation) {
        return (inputs, shape, kernels) -> operation.bind(
                inputs.stream()
                        .map(input -> input.as(input.batch, input.shape, null))
                        .toList(),
                shape,
                kernels);
    }

    private static RowFunction clip(ClipSpec spec) {
        float least = (float) spec.least();
        float greatest = (float) spec.greatest();
        return (values, from, to) -> {
            for (int i = from; i < to; i++) {
                values[i] = Math.min(Math.max(values[i], least), greatest);
            }
        };
    }

    private static RowFunction each(FunctionSpec spec) {
        return (values, from, to) -> {
            for (int i = from; i < to; i++) {
                values[i] = spec.function().of(values[i]);
            }
        };
    }

    private static RowFunction relu(ReluSpec spec) {
        float threshold = (float) spec.threshold();
        float slope = (float) spec.negativeSlope();
        Double maxValue = spec.maxValue();
        boolean bounded = maxValue != null;
        float max = maxValue == null ? 0 : maxValue.floatValue();
        return (values, from, to) -> {
            for (int i = from; i < to; i++) {
                float x = values[i];
                float above = x > threshold ? x : 0;
                float clipped = bounded ? Math.max(Math.min(above, max), 0) : above;
                values[i] = clipped - slope * Math.max(threshold - x, 0);
            }
        };
    }

    private static RowFunction elu(EluSpec spec) {
        return (values, from, to) -> {
            for (int i = from; i < to; i++) {
                values[i] = values[i] > 0 ? values[i] : (float) (spec.alpha() * Math.expm1(values[i]));
            }
        };
    }

    private static RowFunction rms(RmsNormalizationSpec spec, KerasLayer layer) {
        float[] scale = layer.weight("scale").toArray();
        return (values, from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += (double) values[i] * values[i];
            }
            double factor = 1 / Math.sqrt(sum / (to - from) + spec.epsilon());
            for (int i = from; i < to; i++) {
                values[i] = (float) (values[i] * factor * scale[i - from]);
            }
        };
    }

    private static RowFunction rescaling(RescalingSpec spec) {
        float[] scale = floats(spec.scale());
        float[] offset = floats(spec.offset());
        return (values, from, to) -> {
            for (int i = from; i < to; i++) {
                values[i] =
                        values[i] * scale[scale.length == 1 ? 0 : i - from] + offset[offset.length == 1 ? 0 : i - from];
            }
        };
    }

    private static float[] floats(List<Double> numbers) {
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers.get(i).floatValue();
        }
        return floats;
    }
}
