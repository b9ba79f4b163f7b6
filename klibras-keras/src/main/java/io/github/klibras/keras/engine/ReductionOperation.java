package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.ReductionSpec;
import io.github.klibras.keras.layer.Shape;

import java.util.List;
import java.util.Set;

final class ReductionOperation implements Operation {

    private final ReductionSpec spec;

    ReductionOperation(ReductionSpec spec) {
        this.spec = spec;
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Values input = inputs.get(0);
        Values output = Values.of(input.batch, shape, null);
        Set<Integer> combined = spec.dimensions(input.shape);
        int[] from = Indexes.strides(input.shape);
        Shape kept = parts(input.shape, combined, false);
        Shape along = parts(input.shape, combined, true);
        int[] starts = Indexes.sources(kept, strides(from, combined, false), 0);
        int[] steps = Indexes.sources(along, strides(from, combined, true), 0);
        double[] line = new double[steps.length];
        return new Bound(output, () -> {
            for (int i = 0; i < output.data.length; i++) {
                int start = i / starts.length * input.size() + starts[i % starts.length];
                for (int k = 0; k < line.length; k++) {
                    line[k] = input.data[start + steps[k]];
                }
                output.data[i] = (float) combine(line);
            }
        });
    }

    private static Shape parts(Shape input, Set<Integer> combined, boolean wanted) {
        int[] sizes = new int[wanted ? combined.size() : input.rank() - combined.size()];
        int at = 0;
        for (int dimension = 0; dimension < input.rank(); dimension++) {
            if (combined.contains(dimension) == wanted) {
                sizes[at++] = input.size(dimension);
            }
        }
        return Shape.of(sizes);
    }

    private static int[] strides(int[] from, Set<Integer> combined, boolean wanted) {
        int[] strides = new int[wanted ? combined.size() : from.length - combined.size()];
        int at = 0;
        for (int dimension = 0; dimension < from.length; dimension++) {
            if (combined.contains(dimension) == wanted) {
                strides[at++] = from[dimension];
            }
        }
        return strides;
    }

    private double combine(double[] line) {
        return switch (spec.kind()) {
            case SUM -> sum(line);
            case MEAN -> sum(line) / line.length;
            case MAX -> extreme(line, true);
            case MIN -> extreme(line, false);
            case PROD -> product(line);
            case VAR -> variance(line);
            case STD -> Math.sqrt(variance(line));
        };
    }

    private static double sum(double[] line) {
        double sum = 0;
        for (double value : line) {
            sum += value;
        }
        return sum;
    }

    private static double product(double[] line) {
        double product = 1;
        for (double value : line) {
            product *= value;
        }
        return product;
    }

    private static double extreme(double[] line, boolean greatest) {
        double extreme = line[0];
        for (double value : line) {
            extreme = greatest ? Math.max(extreme, value) : Math.min(extreme, value);
        }
        return extreme;
    }

    private static double variance(double[] line) {
        double mean = sum(line) / line.length;
        double sum = 0;
        for (double value : line) {
            sum += (value - mean) * (value - mean);
        }
        return sum / line.length;
    }
}
