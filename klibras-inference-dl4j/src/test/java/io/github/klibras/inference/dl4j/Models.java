package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.layer.InputSpec;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.LayerSpec;
import io.github.klibras.keras.layer.Shape;
import io.github.klibras.keras.layer.Tensor;
import io.github.klibras.keras.layer.WeightSpec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/** Creates models in memory, with random weights. */
final class Models {

    private final Random random = new Random(11);
    private final Map<String, KerasLayer> layers = new LinkedHashMap<>();

    private Models() {}

    /** Creates a chain; the layers are named by position, starting with "1". */
    static KerasModel chain(Shape input, LayerSpec... specs) {
        Models chain = new Models().input("0", input);
        for (int i = 0; i < specs.length; i++) {
            chain.layer(Integer.toString(i + 1), specs[i], Integer.toString(i));
        }
        return chain.model(KerasModel.Kind.SEQUENTIAL, Integer.toString(specs.length));
    }

    /** Starts a graph. */
    static Models graph() {
        return new Models();
    }

    Models input(String name, Shape shape) {
        layers.put(name, new KerasLayer(name, "InputLayer", new InputSpec(shape), List.of(), shape, Map.of()));
        return this;
    }

    Models layer(String name, LayerSpec spec, String... inputs) {
        List<Shape> shapes = Stream.of(inputs).map(this::shape).toList();
        Map<String, Tensor> weights = new LinkedHashMap<>();
        spec.weights(shapes).forEach(weight -> weights.put(weight.name(), random(weight)));
        layers.put(
                name,
                new KerasLayer(
                        name,
                        spec.getClass().getSimpleName(),
                        spec,
                        List.of(inputs),
                        spec.outputShape(shapes),
                        weights));
        return this;
    }

    private Shape shape(String layer) {
        return Objects.requireNonNull(layers.get(layer), layer).outputShape();
    }

    /** Completes the graph. */
    KerasModel model(String... outputs) {
        return model(KerasModel.Kind.FUNCTIONAL, outputs);
    }

    private KerasModel model(KerasModel.Kind kind, String... outputs) {
        List<String> inputs = layers.values().stream()
                .filter(layer -> layer.spec() instanceof InputSpec)
                .map(KerasLayer::name)
                .toList();
        return new KerasModel(
                "memory", "3.0", kind, "m", new ArrayList<>(layers.values()), inputs, List.of(outputs), "");
    }

    static float[] randomValues(long count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private Tensor random(WeightSpec weight) {
        float[] values = new float[Math.toIntExact(weight.shape().elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = weight.name().equals("moving_variance")
                    ? 0.1f + random.nextFloat()
                    : 0.5f * (float) random.nextGaussian();
        }
        return Tensor.of(weight.shape(), values);
    }
}
