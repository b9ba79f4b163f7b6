package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.layer.Activation;
import io.github.klibras.keras.layer.ActivationSpec;
import io.github.klibras.keras.layer.BatchNormalizationSpec;
import io.github.klibras.keras.layer.BidirectionalSpec;
import io.github.klibras.keras.layer.ConcatenateSpec;
import io.github.klibras.keras.layer.Conv1dSpec;
import io.github.klibras.keras.layer.DenseSpec;
import io.github.klibras.keras.layer.DropoutSpec;
import io.github.klibras.keras.layer.EluSpec;
import io.github.klibras.keras.layer.FlattenSpec;
import io.github.klibras.keras.layer.GlobalPooling1dSpec;
import io.github.klibras.keras.layer.GruSpec;
import io.github.klibras.keras.layer.IdentitySpec;
import io.github.klibras.keras.layer.InputSpec;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.LayerSpec;
import io.github.klibras.keras.layer.LstmSpec;
import io.github.klibras.keras.layer.MergeSpec;
import io.github.klibras.keras.layer.Padding;
import io.github.klibras.keras.layer.Pooling1dSpec;
import io.github.klibras.keras.layer.RecurrentSpec;
import io.github.klibras.keras.layer.ReluSpec;
import io.github.klibras.keras.layer.SimpleRnnSpec;
import io.github.klibras.keras.layer.SoftmaxSpec;
import io.github.klibras.keras.layer.Tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Computes a model from the documented equations of its layers, number by number, without DL4J. Values of one sample
 * are rows of features: the frames of [time, features], or the single row of [features].
 */
final class Reference {

    private Reference() {}

    private record Weights(String prefix, Map<String, Tensor> all) {

        Tensor get(String name) {
            return Objects.requireNonNull(all.get(prefix + name), name);
        }

        double bias(int index) {
            Tensor bias = all.get(prefix + "bias");
            return bias == null ? 0 : bias.value(index);
        }

        Weights within(String path) {
            return new Weights(path, all);
        }
    }

    /** Returns the first output of a model for one sample, in C order. */
    static float[] output(KerasModel model, List<double[][]> inputs) {
        Map<String, double[][]> values = new HashMap<>();
        for (KerasLayer layer : model.layers()) {
            values.put(
                    layer.name(),
                    layer.spec() instanceof InputSpec
                            ? inputs.get(model.inputs().indexOf(layer.name()))
                            : apply(
                                    layer.spec(),
                                    new Weights("", layer.weights()),
                                    layer.inputs().stream().map(values::get).toList()));
        }
        double[] output =
                flatten(Objects.requireNonNull(values.get(model.outputs().get(0))));
        float[] floats = new float[output.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) output[i];
        }
        return floats;
    }

    private static double[][] apply(LayerSpec layer, Weights weights, List<double[][]> inputs) {
        double[][] x = inputs.get(0);
        if (layer instanceof DenseSpec dense) {
            return activate(dense.activation(), dense(x, weights));
        } else if (layer instanceof ActivationSpec activation) {
            return activate(activation.activation(), x);
        } else if (layer instanceof SoftmaxSpec) {
            return activate(Activation.SOFTMAX, x);
        } else if (layer instanceof EluSpec elu) {
            return each(x, v -> v > 0 ? v : elu.alpha() * Math.expm1(v));
        } else if (layer instanceof ReluSpec relu) {
            return each(x, v -> relu(relu, v));
        } else if (layer instanceof DropoutSpec || layer instanceof IdentitySpec) {
            return x;
        } else if (layer instanceof BatchNormalizationSpec norm) {
            return normalize(norm, weights, x);
        } else if (layer instanceof FlattenSpec) {
            return new double[][] {flatten(x)};
        } else if (layer instanceof RecurrentSpec recurrent) {
            return recurrent(recurrent, weights, x);
        } else if (layer instanceof BidirectionalSpec bidirectional) {
            return bidirectional(bidirectional, weights, x);
        } else if (layer instanceof Conv1dSpec convolution) {
            return convolve(convolution, weights, x);
        } else if (layer instanceof Pooling1dSpec pooling) {
            return pool(pooling, x);
        } else if (layer instanceof GlobalPooling1dSpec pooling) {
            return new double[][] {pool(pooling.kind(), x, 0, x.length)};
        } else if (layer instanceof ConcatenateSpec concatenate) {
            return concatenate(concatenate, inputs);
        } else if (layer instanceof MergeSpec merge) {
            return merge(merge.operation(), inputs);
        }
        throw new IllegalArgumentException("No reference for " + layer);
    }

    private static double relu(ReluSpec relu, double x) {
        double max = relu.maxValue() == null ? Double.POSITIVE_INFINITY : relu.maxValue();
        return x >= relu.threshold() ? Math.min(x, max) : relu.negativeSlope() * (x - relu.threshold());
    }

    private static double[][] recurrent(RecurrentSpec spec, Weights weights, double[][] x) {
        double[] state = new double[spec.units()];
        double[] cell = new double[spec.units()];
        List<double[]> states = new ArrayList<>();
        for (double[] frame : x) {
            if (spec instanceof GruSpec gru) {
                state = gruStep(gru, weights, frame, state);
            } else if (spec instanceof LstmSpec lstm) {
                state = lstmStep(lstm, weights, frame, state, cell);
            } else {
                double[] sum = gates(weights, frame, state);
                state = activate(((SimpleRnnSpec) spec).activation(), sum);
            }
            states.add(state);
        }
        return spec.returnSequences() ? states.toArray(double[][]::new) : new double[][] {state};
    }

    private static double[] gruStep(GruSpec spec, Weights weights, double[] frame, double[] h) {
        int units = spec.units();
        double[] input = new double[3 * units];
        double[] inner = times(h, weights.get("recurrent_kernel"));
        double[] kernel = times(frame, weights.get("kernel"));
        for (int i = 0; i < 3 * units; i++) {
            input[i] = kernel[i] + weights.bias(i);
            inner[i] += spec.resetAfter() ? weights.bias(3 * units + i) : 0;
        }
        double[] z = new double[units];
        double[] r = new double[units];
        for (int i = 0; i < units; i++) {
            z[i] = input[i] + inner[i];
            r[i] = input[units + i] + inner[units + i];
        }
        z = activate(spec.recurrentActivation(), z);
        r = activate(spec.recurrentActivation(), r);
        double[] resetState = new double[units];
        for (int i = 0; i < units; i++) {
            resetState[i] = r[i] * h[i];
        }
        double[] ofReset = times(resetState, weights.get("recurrent_kernel"));
        double[] candidate = new double[units];
        for (int i = 0; i < units; i++) {
            int column = 2 * units + i;
            candidate[i] = input[column] + (spec.resetAfter() ? r[i] * inner[column] : ofReset[column]);
        }
        candidate = activate(spec.activation(), candidate);
        double[] next = new double[units];
        for (int i = 0; i < units; i++) {
            next[i] = z[i] * h[i] + (1 - z[i]) * candidate[i];
        }
        return next;
    }

    private static double[] lstmStep(LstmSpec spec, Weights weights, double[] frame, double[] h, double[] cell) {
        int units = spec.units();
        double[] sums = gates(weights, frame, h);
        double[][] gates = new double[4][units];
        for (int gate = 0; gate < 4; gate++) {
            System.arraycopy(sums, gate * units, gates[gate], 0, units);
            gates[gate] = activate(gate == 2 ? spec.activation() : spec.recurrentActivation(), gates[gate]);
        }
        for (int i = 0; i < units; i++) {
            cell[i] = gates[1][i] * cell[i] + gates[0][i] * gates[2][i];
        }
        double[] next = activate(spec.activation(), cell.clone());
        for (int i = 0; i < units; i++) {
            next[i] *= gates[3][i];
        }
        return next;
    }

    private static double[] gates(Weights weights, double[] frame, double[] state) {
        double[] sums = times(frame, weights.get("kernel"));
        double[] fromState = times(state, weights.get("recurrent_kernel"));
        for (int i = 0; i < sums.length; i++) {
            sums[i] += fromState[i] + weights.bias(i);
        }
        return sums;
    }

    private static double[][] bidirectional(BidirectionalSpec spec, Weights weights, double[][] x) {
        double[][] ahead = recurrent(spec.forward(), weights.within("forward/"), x);
        double[][] back = recurrent(spec.backward(), weights.within("backward/"), reversed(x));
        List<double[][]> both = List.of(ahead, reversed(back));
        return switch (spec.merge()) {
            case CONCAT -> concatenate(new ConcatenateSpec(-1), both);
            case SUM -> merge(MergeSpec.Operation.ADD, both);
            case MUL -> merge(MergeSpec.Operation.MULTIPLY, both);
            case AVE -> merge(MergeSpec.Operation.AVERAGE, both);
        };
    }

    private static double[][] reversed(double[][] rows) {
        List<double[]> list = new ArrayList<>(List.of(rows));
        Collections.reverse(list);
        return list.toArray(double[][]::new);
    }

    private static double[][] convolve(Conv1dSpec spec, Weights weights, double[][] x) {
        Tensor kernel = weights.get("kernel");
        int channels = x[0].length;
        int before = spec.padding().before(x.length, spec.window(), spec.stride());
        double[][] output = new double[outputs(spec.padding(), x.length, spec.window(), spec.stride())][spec.filters()];
        for (int t = 0; t < output.length; t++) {
            for (int filter = 0; filter < spec.filters(); filter++) {
                double sum = weights.bias(filter);
                for (int k = 0; k < spec.kernelSize(); k++) {
                    int frame = t * spec.stride() - before + k * spec.dilation();
                    for (int channel = 0; channel < channels && frame >= 0 && frame < x.length; channel++) {
                        sum += x[frame][channel] * kernel.value((k * channels + channel) * spec.filters() + filter);
                    }
                }
                output[t][filter] = sum;
            }
        }
        return activate(spec.activation(), output);
    }

    private static int outputs(Padding padding, int frames, int window, int stride) {
        return padding == Padding.VALID ? (frames - window) / stride + 1 : (frames + stride - 1) / stride;
    }

    private static double[][] pool(Pooling1dSpec spec, double[][] x) {
        int before = spec.padding().before(x.length, spec.size(), spec.stride());
        double[][] output = new double[outputs(spec.padding(), x.length, spec.size(), spec.stride())][];
        for (int t = 0; t < output.length; t++) {
            int from = t * spec.stride() - before;
            output[t] = pool(spec.kind(), x, Math.max(from, 0), Math.min(from + spec.size(), x.length));
        }
        return output;
    }

    private static double[] pool(Pooling1dSpec.Kind kind, double[][] x, int from, int to) {
        double[] row = x[from].clone();
        for (int frame = from + 1; frame < to; frame++) {
            for (int i = 0; i < row.length; i++) {
                row[i] = kind == Pooling1dSpec.Kind.MAX ? Math.max(row[i], x[frame][i]) : row[i] + x[frame][i];
            }
        }
        return kind == Pooling1dSpec.Kind.MAX ? row : each(new double[][] {row}, v -> v / (to - from))[0];
    }

    private static double[][] normalize(BatchNormalizationSpec spec, Weights weights, double[][] x) {
        double[][] output = each(x, v -> v);
        for (double[] row : output) {
            for (int i = 0; i < row.length; i++) {
                double scale = spec.scale() ? weights.get("gamma").value(i) : 1;
                double shift = spec.center() ? weights.get("beta").value(i) : 0;
                double deviation = Math.sqrt(weights.get("moving_variance").value(i) + spec.epsilon());
                row[i] = scale * (row[i] - weights.get("moving_mean").value(i)) / deviation + shift;
            }
        }
        return output;
    }

    private static double[][] concatenate(ConcatenateSpec spec, List<double[][]> inputs) {
        double[][] first = inputs.get(0);
        boolean ofFrames = first.length > 1 && (spec.axis() == 1 || spec.axis() == -2);
        if (ofFrames) {
            return inputs.stream().flatMap(Stream::of).toArray(double[][]::new);
        }
        double[][] output = new double[first.length][];
        for (int row = 0; row < output.length; row++) {
            int number = row;
            output[row] = inputs.stream()
                    .flatMapToDouble(input -> DoubleStream.of(input[number]))
                    .toArray();
        }
        return output;
    }

    private static double[][] merge(MergeSpec.Operation operation, List<double[][]> inputs) {
        DoubleBinaryOperator operator = switch (operation) {
            case ADD, AVERAGE -> Double::sum;
            case SUBTRACT -> (a, b) -> a - b;
            case MULTIPLY -> (a, b) -> a * b;
            case MAXIMUM -> Math::max;
            case MINIMUM -> Math::min;
        };
        double[][] output = each(inputs.get(0), v -> v);
        for (double[][] input : inputs.subList(1, inputs.size())) {
            for (int row = 0; row < output.length; row++) {
                for (int i = 0; i < output[row].length; i++) {
                    output[row][i] = operator.applyAsDouble(output[row][i], input[row][i]);
                }
            }
        }
        return operation == MergeSpec.Operation.AVERAGE ? each(output, v -> v / inputs.size()) : output;
    }

    private static double[][] dense(double[][] rows, Weights weights) {
        double[][] output = new double[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            output[row] = times(rows[row], weights.get("kernel"));
            for (int i = 0; i < output[row].length; i++) {
                output[row][i] += weights.bias(i);
            }
        }
        return output;
    }

    private static double[] times(double[] row, Tensor weight) {
        double[] output = new double[weight.size() / row.length];
        for (int from = 0; from < row.length; from++) {
            for (int to = 0; to < output.length; to++) {
                output[to] += row[from] * weight.value(from * output.length + to);
            }
        }
        return output;
    }

    private static double[][] activate(Activation activation, double[][] rows) {
        double[][] output = new double[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            output[row] = activate(activation, rows[row]);
        }
        return output;
    }

    private static double[] activate(Activation activation, double[] row) {
        float[] values = new float[row.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) row[i];
        }
        activation.apply(values, 0, values.length);
        double[] output = new double[row.length];
        for (int i = 0; i < values.length; i++) {
            output[i] = values[i];
        }
        return output;
    }

    private static double[][] each(double[][] rows, DoubleUnaryOperator function) {
        double[][] output = new double[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            output[row] = DoubleStream.of(rows[row]).map(function).toArray();
        }
        return output;
    }

    private static double[] flatten(double[][] rows) {
        return Stream.of(rows).flatMapToDouble(DoubleStream::of).toArray();
    }
}
