package io.github.klibras.keras.engine;

import io.github.klibras.keras.KerasInputException;
import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.layer.InvalidModelException;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.Shape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Computes a Keras model. Inputs and outputs are laid out as in Keras, [batch, time, features], in C order.
 *
 * <p>Immutable and thread-safe, without locks: any number of threads may predict at once, each in its own
 * {@link Workspace}. A prediction is bit-identical regardless of the batch it is part of and of other threads. The
 * weights are shared by all threads.
 */
public final class KerasEngine {

    /** Larger batches are computed in parts: they are not faster, and take more memory. */
    private static final int MOST_AT_A_TIME = 256;

    private final KerasModel model;
    private final Acceleration acceleration;
    private final List<Operation> operations = new ArrayList<>();
    private final WorkspacePool pool =
            new WorkspacePool(2 * Runtime.getRuntime().availableProcessors());

    private KerasEngine(KerasModel model, Acceleration acceleration) {
        this.model = model;
        this.acceleration = acceleration;
        Kernels kernels = acceleration.kernels();
        for (KerasLayer layer : model.layers()) {
            if (!layer.inputs().isEmpty()) {
                operations.add(Operations.of(layer, kernels));
            }
        }
    }

    /** Creates an engine with the {@link Acceleration#best() best} available acceleration. */
    public static KerasEngine of(KerasModel model) {
        return of(model, Acceleration.best());
    }

    /**
     * Creates an engine.
     *
     * @throws KerasModelException if the engine does not support the class of a layer
     * @throws IllegalStateException if this JVM does not support the acceleration
     */
    public static KerasEngine of(KerasModel model, Acceleration acceleration) {
        return new KerasEngine(model, acceleration);
    }

    public KerasModel model() {
        return model;
    }

    /**
     * Creates the memory for predictions with a model whose input sizes are all known.
     *
     * @param batch how many tensors are computed at a time, at least 1
     * @throws KerasInputException if the model leaves a size of an input open
     */
    public Workspace workspace(int batch) {
        return workspace(
                batch,
                model.inputs().stream()
                        .map(input -> model.layer(input).outputShape())
                        .toList());
    }

    /**
     * Creates the memory for predictions.
     *
     * @param batch how many tensors are computed at a time, at least 1
     * @param inputShapes the shape of each of the model's inputs without the batch, all sizes known
     * @throws KerasInputException if the shapes do not fit the model
     */
    public Workspace workspace(int batch, List<Shape> inputShapes) {
        requireBatch(batch);
        Map<String, Values> values = new HashMap<>();
        List<Runnable> steps = new ArrayList<>();
        Kernels kernels = acceleration.kernels();
        int next = 0;
        List<Values> inputs;
        try {
            inputs = inputs(batch, inputShapes, values);
            for (KerasLayer layer : model.layers()) {
                if (!layer.inputs().isEmpty()) {
                    Operation.Bound bound = bind(layer, operations.get(next++), values, kernels);
                    values.put(layer.name(), bound.output());
                    steps.add(bound.step());
                }
            }
        } catch (InvalidModelException e) {
            throw new KerasInputException(
                    model.source() + ": cannot be computed on input of " + inputShapes + ": " + e.getMessage(), e);
        } catch (ArithmeticException e) {
            throw new KerasInputException(model.source() + ": a batch of " + batch + " is too large", e);
        }
        return new Workspace(inputs, named(model.outputs(), values), steps, size(values));
    }

    private static void requireBatch(int batch) {
        if (batch < 1) {
            throw new KerasInputException("A batch of " + batch + " is empty");
        }
    }

    private static long size(Map<String, Values> values) {
        return values.values().stream().mapToLong(each -> each.data.length).sum();
    }

    private List<Values> inputs(int batch, List<Shape> shapes, Map<String, Values> values) {
        if (shapes.size() != model.inputs().size()) {
            throw new KerasInputException(model.source() + ": the model takes "
                    + model.inputs().size() + " inputs, but got " + shapes.size());
        }
        for (int i = 0; i < shapes.size(); i++) {
            String input = model.inputs().get(i);
            Shape expected = model.layer(input).outputShape();
            requireShape(shapes.get(i), expected);
            values.put(input, Values.of(batch, shapes.get(i), null));
        }
        return named(model.inputs(), values);
    }

    private void requireShape(Shape shape, Shape expected) {
        if (!shape.fits(expected)) {
            throw new KerasInputException(model.source() + ": the model takes input of " + expected
                    + " (without the batch), but got " + shape);
        }
    }

    private static List<Values> named(List<String> names, Map<String, Values> values) {
        List<Values> named = new ArrayList<>();
        for (String name : names) {
            Values found = values.get(name);
            if (found == null) {
                throw new IllegalStateException("There is no layer '" + name + "'");
            }
            named.add(found);
        }
        return named;
    }

    private static Operation.Bound bind(
            KerasLayer layer, Operation operation, Map<String, Values> values, Kernels kernels) {
        List<Values> inputs = named(layer.inputs(), values);
        Shape shape = layer.spec()
                .outputShape(inputs.stream().map(input -> input.shape).toList());
        return operation.bind(inputs, shape, kernels);
    }

    /**
     * Predicts with a model that has one input and one output. Uses memory that is kept for the next prediction.
     *
     * @param input the whole batch in C order
     * @param batch how many tensors the input holds, at least 1
     * @return the whole batch of outputs in C order
     * @throws KerasInputException if the input does not fit the model, or is not finite
     * @throws KerasModelException if the model has several inputs or outputs
     */
    public float[] predict(float[] input, int batch) {
        return predict(input, batch, model.inputShape());
    }

    /**
     * Predicts like {@link #predict(float[], int)}.
     *
     * @param inputShape the shape of each tensor of the batch, for models that leave a size open
     */
    public float[] predict(float[] input, int batch, Shape inputShape) {
        model.outputShape();
        requireShape(inputShape, model.inputShape());
        requireBatch(batch);
        if ((double) batch * inputShape.elements() != input.length) {
            throw new KerasInputException(model.source() + ": " + batch + " × " + inputShape + " values are needed, but"
                    + " got " + input.length);
        }
        List<Shape> shapes = List.of(inputShape);
        float[] output = new float[0];
        for (int done = 0; done < batch; done += MOST_AT_A_TIME) {
            int count = Math.min(MOST_AT_A_TIME, batch - done);
            Workspace workspace = take(count, shapes);
            try {
                workspace.input(0, input, done);
                workspace.run();
                if (done == 0) {
                    output = new float[Math.multiplyExact(batch, workspace.outputSize(0))];
                }
                workspace.output(0, output, done);
            } finally {
                pool.put(workspace);
            }
        }
        return output;
    }

    /**
     * Predicts with a model of any number of inputs and outputs, all of whose input sizes are known.
     *
     * @param inputs for each of the {@linkplain KerasModel#inputs() model's inputs} the whole batch in C order
     * @param batch how many tensors each input holds, at least 1
     * @return for each of the {@linkplain KerasModel#outputs() model's outputs} the whole batch in C order
     * @throws KerasInputException if the inputs do not fit the model, or are not finite
     */
    public Map<String, float[]> predict(Map<String, float[]> inputs, int batch) {
        if (!inputs.keySet().equals(Set.copyOf(model.inputs()))) {
            throw new KerasInputException(
                    model.source() + ": the model takes the inputs " + model.inputs() + ", but got " + inputs.keySet());
        }
        List<Shape> shapes = model.inputs().stream()
                .map(input -> model.layer(input).outputShape())
                .toList();
        Workspace workspace = take(batch, shapes);
        try {
            for (int i = 0; i < shapes.size(); i++) {
                workspace.input(
                        i, Objects.requireNonNull(inputs.get(model.inputs().get(i))));
            }
            workspace.run();
            Map<String, float[]> outputs = new LinkedHashMap<>();
            for (int i = 0; i < model.outputs().size(); i++) {
                outputs.put(model.outputs().get(i), workspace.output(i));
            }
            return outputs;
        } finally {
            pool.put(workspace);
        }
    }

    private Workspace take(int batch, List<Shape> shapes) {
        Workspace kept = pool.take(batch, shapes);
        return kept == null ? workspace(batch, shapes) : kept;
    }

    /**
     * Predicts zeros, so that the JIT compiler has translated the engine before the first request; with vectors that
     * takes some hundred predictions. All input sizes of the model must be known.
     *
     * @param predictions how many
     * @throws KerasInputException if an input has an unknown size
     */
    public void warmUp(int predictions) {
        Workspace workspace = workspace(1);
        for (int i = 0; i < predictions; i++) {
            workspace.run();
        }
    }
}
