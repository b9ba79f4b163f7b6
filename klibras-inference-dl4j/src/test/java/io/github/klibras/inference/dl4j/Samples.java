package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.layer.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Random inputs for a model. */
record Samples(KerasModel model, int batch, List<float[]> values) {

    static Samples of(KerasModel model, int batch) {
        List<float[]> values = new ArrayList<>();
        for (String name : model.inputs()) {
            long count = batch * model.layer(name).outputShape().elements();
            values.add(Models.randomValues(count, 17 + values.size()));
        }
        return new Samples(model, batch, values);
    }

    /** Creates new arrays for a network, in the order of the model's inputs. */
    INDArray[] inputs() {
        INDArray[] inputs = new INDArray[values.size()];
        for (int i = 0; i < inputs.length; i++) {
            long[] shape = LongStream.concat(
                            LongStream.of(batch),
                            IntStream.of(shape(i).toArray()).asLongStream())
                    .toArray();
            inputs[i] = Nd4j.create(values.get(i).clone(), shape, 'c');
        }
        return inputs;
    }

    /** Returns the greatest difference between a network's outputs and those of {@link Reference}. */
    float difference(Function<INDArray[], INDArray> network) {
        float[] output = Golden.values(network.apply(inputs()));
        float greatest = 0;
        for (int sample = 0; sample < batch; sample++) {
            float[] expected = Reference.output(model, rows(sample));
            int from = sample * expected.length;
            float[] actual = Arrays.copyOfRange(output, from, from + expected.length);
            greatest = Math.max(greatest, Golden.difference(actual, expected));
        }
        return greatest;
    }

    private List<double[][]> rows(int sample) {
        List<double[][]> inputs = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Shape shape = shape(i);
            int features = shape.last();
            double[][] rows = new double[Math.toIntExact(shape.elements()) / features][features];
            int from = sample * Math.toIntExact(shape.elements());
            for (int j = 0; j < rows.length * features; j++) {
                rows[j / features][j % features] = values.get(i)[from + j];
            }
            inputs.add(rows);
        }
        return inputs;
    }

    private Shape shape(int input) {
        return model.layer(model.inputs().get(input)).outputShape();
    }
}
