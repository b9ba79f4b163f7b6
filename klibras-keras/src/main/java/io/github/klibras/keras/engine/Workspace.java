package io.github.klibras.keras.engine;

import io.github.klibras.keras.KerasInputException;
import io.github.klibras.keras.layer.Shape;

import java.util.List;

/**
 * The memory of one prediction: buffers for the output of each layer, for one batch size and certain shapes. It is
 * reused without further allocation. Not thread-safe: for one thread at a time.
 */
public final class Workspace {

    private final List<Values> inputs;
    private final List<Values> outputs;
    private final List<Runnable> steps;
    private final long size;

    Workspace(List<Values> inputs, List<Values> outputs, List<Runnable> steps, long size) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.steps = steps;
        this.size = size;
    }

    /** Returns the number of tensors computed at a time. */
    public int batch() {
        return inputs.get(0).batch;
    }

    /** Returns the shape of an input, without the batch. */
    public Shape inputShape(int index) {
        return inputs.get(index).shape;
    }

    /** Returns the shape of an output, without the batch. */
    public Shape outputShape(int index) {
        return outputs.get(index).shape;
    }

    /**
     * Sets one of the model's inputs.
     *
     * @param values the whole batch in C order; copied
     * @throws KerasInputException if their number does not fit the batch, or one is NaN or infinite
     */
    public void input(int index, float[] values) {
        Values input = inputs.get(index);
        if (values.length != input.data.length) {
            throw new KerasInputException("The model takes " + input.data.length + " values, " + input.batch + " × "
                    + input.shape + ", but got " + values.length);
        }
        input(index, values, 0);
    }

    /** Sets an input to as many of the values as this batch has, from the tensor with this number on. */
    void input(int index, float[] values, int first) {
        Values input = inputs.get(index);
        int from = first * input.size();
        requireFinite(values, from, input);
        System.arraycopy(values, from, input.data, 0, input.data.length);
    }

    /** Computes all outputs for the current inputs. */
    public void run() {
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).run();
        }
    }

    /**
     * Copies one of the model's outputs, the whole batch in C order.
     *
     * @throws IllegalArgumentException if the target does not have exactly the output's size
     */
    public void output(int index, float[] into) {
        float[] data = outputs.get(index).data;
        if (into.length != data.length) {
            throw new IllegalArgumentException("The output has " + data.length + " values, not " + into.length);
        }
        System.arraycopy(data, 0, into, 0, data.length);
    }

    /** Copies an output to the place in a larger batch that begins with the tensor of this number. */
    void output(int index, float[] into, int first) {
        float[] data = outputs.get(index).data;
        System.arraycopy(data, 0, into, first * outputSize(index), data.length);
    }

    /** Returns the number of values of one tensor of an output. */
    int outputSize(int index) {
        return outputs.get(index).size();
    }

    /** Returns a copy of one of the model's outputs, the whole batch in C order. */
    public float[] output(int index) {
        return outputs.get(index).data.clone();
    }

    /** Returns the number of values in the outputs of all layers. */
    long size() {
        return size;
    }

    /** Returns whether this workspace is for a batch of this size and inputs of these shapes. */
    boolean fits(int batch, List<Shape> shapes) {
        if (batch != batch() || shapes.size() != inputs.size()) {
            return false;
        }
        for (int i = 0; i < shapes.size(); i++) {
            if (!shapes.get(i).equals(inputs.get(i).shape)) {
                return false;
            }
        }
        return true;
    }

    private static void requireFinite(float[] values, int from, Values input) {
        for (int i = from; i < from + input.data.length; i++) {
            if (!Float.isFinite(values[i])) {
                int size = input.size();
                throw new KerasInputException("Value " + i % size + " of number " + i / size + " in the batch is "
                        + values[i] + ", but must be finite; the model takes " + input.shape);
            }
        }
    }
}
