package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.InputSpec;
import io.github.klibras.keras.KerasLayer;
import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.LayerSpec;
import io.github.klibras.keras.Shape;
import io.github.klibras.keras.Tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Models made in memory, with random weights. */
final class Models {

    private Models() {}

    /** Makes a chain; the layers are named after their place, the first one "1". */
    static KerasModel chain(Shape input, LayerSpec... specs) {
        Random random = new Random(11);
        List<KerasLayer> layers = new ArrayList<>();
        layers.add(new KerasLayer("0", "InputLayer", new InputSpec(input), List.of(), input, Map.of()));
        Shape shape = input;
        for (LayerSpec spec : specs) {
            List<Shape> inputs = List.of(shape);
            Map<String, Tensor> weights = new LinkedHashMap<>();
            spec.weights(inputs).forEach(weight -> weights.put(weight.name(), random(weight.shape(), random)));
            shape = spec.outputShape(inputs);
            String name = Integer.toString(layers.size());
            layers.add(
                    new KerasLayer(name, spec.getClass().getSimpleName(), spec, List.of(last(layers)), shape, weights));
        }
        return new KerasModel(
                "memory", "3.0", KerasModel.Kind.SEQUENTIAL, "m", layers, List.of("0"), List.of(last(layers)));
    }

    static float[] randomValues(long count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    // Positive, so that it may serve as a variance too.
    private static Tensor random(Shape shape, Random random) {
        float[] values = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.1f + random.nextFloat();
        }
        return Tensor.of(shape, values);
    }

    private static String last(List<KerasLayer> layers) {
        return layers.get(layers.size() - 1).name();
    }
}
