package io.github.klibras.keras.graph;

import io.github.klibras.keras.layer.Activation;
import io.github.klibras.keras.layer.ActivationSpec;
import io.github.klibras.keras.layer.AxisSpec;
import io.github.klibras.keras.layer.BinarySpec;
import io.github.klibras.keras.layer.BinarySpec.Operator;
import io.github.klibras.keras.layer.ClipSpec;
import io.github.klibras.keras.layer.ConcatenateSpec;
import io.github.klibras.keras.layer.EluSpec;
import io.github.klibras.keras.layer.FunctionSpec;
import io.github.klibras.keras.layer.IdentitySpec;
import io.github.klibras.keras.layer.InvalidModelException;
import io.github.klibras.keras.layer.LayerSpec;
import io.github.klibras.keras.layer.MatMulSpec;
import io.github.klibras.keras.layer.PermuteSpec;
import io.github.klibras.keras.layer.ReductionSpec;
import io.github.klibras.keras.layer.ReluSpec;
import io.github.klibras.keras.layer.ReshapeSpec;
import io.github.klibras.keras.layer.Shape;
import io.github.klibras.keras.layer.SliceSpec;
import io.github.klibras.keras.layer.SliceSpec.Part;
import io.github.klibras.keras.layer.SoftmaxSpec;
import io.github.klibras.keras.layer.StackSpec;
import io.github.klibras.keras.layer.Tensor;
import io.github.klibras.keras.layer.UnmaskedSpec;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What operators between layers compute. */
final class Operators {

    private static final Map<String, Activation> ACTIVATIONS = Map.ofEntries(
            Map.entry("relu", Activation.RELU),
            Map.entry("relu6", Activation.RELU6),
            Map.entry("sigmoid", Activation.SIGMOID),
            Map.entry("tanh", Activation.TANH),
            Map.entry("softplus", Activation.SOFTPLUS),
            Map.entry("softsign", Activation.SOFTSIGN),
            Map.entry("silu", Activation.SILU),
            Map.entry("logsigmoid", Activation.LOG_SIGMOID),
            Map.entry("hardsigmoid", Activation.HARD_SIGMOID),
            Map.entry("hardsilu", Activation.HARD_SILU),
            Map.entry("selu", Activation.SELU));

    /** The options that are heeded. Any other that is on would change the result. */
    private static final Set<String> OPTIONS = Set.of(
            "axis",
            "axes",
            "keepdims",
            "approximate",
            "negative_slope",
            "alpha",
            "x_min",
            "x_max",
            "dtype",
            "newshape",
            "transpose_a",
            "transpose_b",
            "key");

    private Operators() {}

    /** Returns the computation of an operator. */
    static LayerSpec spec(OperatorCall call) {
        call.options().forEach((key, value) -> {
            if (!OPTIONS.contains(key) && !Boolean.FALSE.equals(value)) {
                throw new InvalidModelException("has the option '" + key + "' = " + value + ", which is not supported");
            }
        });
        Activation activation = ACTIVATIONS.get(call.name());
        if (activation != null) {
            return new UnmaskedSpec(new ActivationSpec(activation));
        }
        return switch (call.name()) {
            case "add", "subtract", "multiply", "divide", "power", "maximum", "minimum" -> binary(call, call.name());
            case "truedivide" -> binary(call, "divide");
            case "absolute",
                    "cos",
                    "exp",
                    "expm1",
                    "log",
                    "log1p",
                    "negative",
                    "reciprocal",
                    "rsqrt",
                    "sign",
                    "sin",
                    "sqrt",
                    "square" ->
                new FunctionSpec(FunctionSpec.Function.valueOf(call.name().toUpperCase(Locale.ROOT)));
            case "sum", "mean", "max", "min", "prod", "var", "std" -> reduction(call);
            case "softmax" -> new UnmaskedSpec(new SoftmaxSpec(axis(call)));
            case "logsoftmax" -> logSoftmax(call);
            case "gelu" ->
                call.isOn("approximate")
                        ? new FunctionSpec(FunctionSpec.Function.GELU_TANH)
                        : new UnmaskedSpec(new ActivationSpec(Activation.GELU));
            case "leakyrelu" -> new UnmaskedSpec(new ReluSpec(null, call.number("negative_slope"), 0));
            case "elu" -> new UnmaskedSpec(new EluSpec(call.option("alpha") == null ? 1 : call.number("alpha")));
            case "clip" -> new ClipSpec(call.number("x_min"), call.number("x_max"));
            case "cast" -> cast(call);
            case "transpose" -> transpose(call);
            case "reshape" -> reshape(call);
            case "expanddims" -> new AxisSpec(call.integers("axis"), true);
            case "squeeze" -> new AxisSpec(call.integers("axis"), false);
            case "concatenate" -> new UnmaskedSpec(new ConcatenateSpec(call.integer("axis")));
            case "stack" -> new StackSpec(call.integer("axis"));
            case "matmul" -> new MatMulSpec(call.isOn("transpose_a"), call.isOn("transpose_b"));
            case "getitem" -> slice(call);
            default ->
                throw new InvalidModelException(
                        "operator '" + call.name() + "' is not supported; a layer that computes the same may be");
        };
    }

    private static int axis(OperatorCall call) {
        return call.option("axis") == null ? -1 : call.integer("axis");
    }

    private static LayerSpec binary(OperatorCall call, String operator) {
        if (call.operands().size() != 2) {
            throw new InvalidModelException("has " + call.operands().size() + " operands, but two are expected");
        }
        Operator of = Operator.valueOf(operator.toUpperCase(Locale.ROOT));
        Object left = call.operands().get(0);
        Object right = call.operands().get(1);
        if (left instanceof TensorReference && right instanceof TensorReference) {
            return new BinarySpec(of, null, false);
        }
        boolean constantFirst = !(left instanceof TensorReference);
        return new BinarySpec(of, constant(constantFirst ? left : right), constantFirst);
    }

    /** Reads a number, numbers in lists, or a constant tensor as Keras 3 writes it. */
    private static Tensor constant(Object written) {
        Object value = written instanceof Map<?, ?> map && map.get("config") instanceof Map<?, ?> config
                ? config.get("value")
                : written;
        List<Integer> sizes = new ArrayList<>();
        for (Object part = value; part instanceof List<?> list && !list.isEmpty(); part = list.get(0)) {
            sizes.add(list.size());
        }
        List<Float> values = new ArrayList<>();
        collect(value, values);
        try {
            float[] array = new float[values.size()];
            for (int i = 0; i < array.length; i++) {
                array[i] = values.get(i);
            }
            return Tensor.of(Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray()), array);
        } catch (IllegalArgumentException e) {
            throw new InvalidModelException("has a constant that cannot be understood: " + e.getMessage(), e);
        }
    }

    private static void collect(@Nullable Object value, List<Float> values) {
        if (value instanceof Number number) {
            values.add(number.floatValue());
        } else if (value instanceof List<?> list) {
            list.forEach(part -> collect(part, values));
        } else {
            throw new InvalidModelException("has a constant that cannot be understood: " + value);
        }
    }

    private static LayerSpec reduction(OperatorCall call) {
        if (call.option("axis") == null) {
            throw new InvalidModelException("combines the whole batch ('axis' is None), which is not supported");
        }
        ReductionSpec.Kind kind = ReductionSpec.Kind.valueOf(call.name().toUpperCase(Locale.ROOT));
        return new ReductionSpec(kind, call.integers("axis"), call.isOn("keepdims"));
    }

    private static LayerSpec logSoftmax(OperatorCall call) {
        if (axis(call) != -1) {
            throw call.unusable("axis", "-1");
        }
        return new UnmaskedSpec(new ActivationSpec(Activation.LOG_SOFTMAX));
    }

    private static LayerSpec cast(OperatorCall call) {
        if (!"float32".equals(call.option("dtype"))) {
            throw call.unusable("dtype", "float32");
        }
        return new UnmaskedSpec(new IdentitySpec());
    }

    private static LayerSpec transpose(OperatorCall call) {
        List<Integer> axes = call.integers("axes");
        if (axes.get(0) != 0) {
            throw call.unusable("axes", "an order that leaves the batch in front");
        }
        return new UnmaskedSpec(new PermuteSpec(axes.subList(1, axes.size())));
    }

    private static LayerSpec reshape(OperatorCall call) {
        List<Integer> shape = call.integers("newshape");
        if (shape.get(0) != -1) {
            throw call.unusable("newshape", "-1 for the batch");
        }
        int[] sizes = shape.stream().skip(1).mapToInt(Integer::intValue).toArray();
        for (int size : sizes) {
            if (size < 1) {
                throw call.unusable("newshape", "a positive size for each dimension but the batch");
            }
        }
        return new UnmaskedSpec(new ReshapeSpec(Shape.of(sizes)));
    }

    private static LayerSpec slice(OperatorCall call) {
        Object key = call.option("key");
        if (key == null || key.equals(List.of())) {
            throw call.unusable("key", "an index or slice of something other than the batch");
        }
        List<?> written = key instanceof List<?> list ? list : List.of(key);
        List<Part> parts = new ArrayList<>();
        for (Object part : written) {
            parts.add(part(part));
        }
        if (parts.get(0) instanceof Part.Rest) {
            return new SliceSpec(parts);
        }
        if (!(parts.get(0) instanceof Part.Range batch) || !batch.isWhole()) {
            throw new InvalidModelException("takes a part of the batch, " + written + ", which is not supported");
        }
        return new SliceSpec(parts.subList(1, parts.size()));
    }

    private static Part part(@Nullable Object written) {
        if (written == null) {
            return new Part.NewAxis();
        }
        if (written instanceof Integer place) {
            return new Part.Index(place);
        }
        if (written instanceof Map<?, ?> map && "__ellipsis__".equals(map.get("class_name"))) {
            return new Part.Rest();
        }
        if (written instanceof Map<?, ?> map) {
            Map<?, ?> range = map.get("config") instanceof Map<?, ?> config ? config : map;
            if (range.containsKey("step")) {
                Integer step = integer(range.get("step"));
                return new Part.Range(integer(range.get("start")), integer(range.get("stop")), step == null ? 1 : step);
            }
        }
        throw new InvalidModelException("takes a part that is not supported: " + written);
    }

    private static @Nullable Integer integer(@Nullable Object value) {
        if (value == null || value instanceof Integer) {
            return (Integer) value;
        }
        throw new InvalidModelException("takes a part that is not supported: " + value);
    }
}
