package io.github.klibras.keras.engine;

import io.github.klibras.keras.Activation;
import io.github.klibras.keras.ActivationSpec;
import io.github.klibras.keras.BatchNormalizationSpec;
import io.github.klibras.keras.BidirectionalSpec;
import io.github.klibras.keras.ConcatenateSpec;
import io.github.klibras.keras.Conv1dSpec;
import io.github.klibras.keras.Crop1dSpec;
import io.github.klibras.keras.DenseSpec;
import io.github.klibras.keras.DropoutSpec;
import io.github.klibras.keras.EluSpec;
import io.github.klibras.keras.FlattenSpec;
import io.github.klibras.keras.GlobalPooling1dSpec;
import io.github.klibras.keras.GruSpec;
import io.github.klibras.keras.IdentitySpec;
import io.github.klibras.keras.KerasLayer;
import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.LayerNormalizationSpec;
import io.github.klibras.keras.LayerSpec;
import io.github.klibras.keras.LstmSpec;
import io.github.klibras.keras.MaskingSpec;
import io.github.klibras.keras.MergeSpec;
import io.github.klibras.keras.PReluSpec;
import io.github.klibras.keras.PermuteSpec;
import io.github.klibras.keras.Pooling1dSpec;
import io.github.klibras.keras.ReluSpec;
import io.github.klibras.keras.RepeatVectorSpec;
import io.github.klibras.keras.RescalingSpec;
import io.github.klibras.keras.ReshapeSpec;
import io.github.klibras.keras.SimpleRnnSpec;
import io.github.klibras.keras.SoftmaxSpec;
import io.github.klibras.keras.TimeDistributedSpec;
import io.github.klibras.keras.UpSampling1dSpec;

import java.util.Map;

/** Creates the operation of a layer. */
final class Operations {

    private interface Maker<S> {
        Operation make(S spec, KerasLayer layer, Kernels kernels);
    }

    private static final Map<Class<? extends LayerSpec>, Maker<LayerSpec>> MAKERS = Map.ofEntries(
            entry(ActivationSpec.class, (spec, layer, kernels) -> activation(spec)),
            entry(
                    BatchNormalizationSpec.class,
                    (spec, layer, kernels) ->
                            new LineOperation(spec.axis(), true, new BatchNormalizationFunction(spec, layer))),
            entry(BidirectionalSpec.class, BidirectionalOperation::new),
            entry(ConcatenateSpec.class, (spec, layer, kernels) -> new ConcatenateOperation(spec)),
            entry(Conv1dSpec.class, Conv1dOperation::new),
            entry(Crop1dSpec.class, (spec, layer, kernels) -> FrameOperation.of(spec)),
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
            entry(PermuteSpec.class, (spec, layer, kernels) -> new PermuteOperation(spec)),
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
        Maker<LayerSpec> maker = MAKERS.get(layer.spec().getClass());
        if (maker == null) {
            throw new KerasModelException("layer '" + layer.name() + "' (" + layer.kerasClass()
                    + "): the engine does not compute layers of this class");
        }
        return maker.make(layer.spec(), layer, kernels);
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

    private static RowFunction rescaling(RescalingSpec spec) {
        float scale = (float) spec.scale();
        float offset = (float) spec.offset();
        return (values, from, to) -> {
            for (int i = from; i < to; i++) {
                values[i] = values[i] * scale + offset;
            }
        };
    }
}
