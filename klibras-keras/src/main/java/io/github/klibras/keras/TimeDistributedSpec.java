package io.github.klibras.keras;

import java.util.List;

/** A layer applied separately to each frame of [time, …]. */
public record TimeDistributedSpec(LayerSpec inner) implements LayerSpec {

    static TimeDistributedSpec read(LayerConfig config) {
        LayerSpec inner = config.layer("layer");
        boolean ofWholeSequences = inner instanceof RecurrentSpec
                || inner instanceof BidirectionalSpec
                || inner instanceof TimeDistributedSpec
                || inner instanceof MaskingSpec
                || inner instanceof SoftmaxSpec;
        if (ofWholeSequences) {
            throw new KerasModelException("wraps a layer of a class that is not supported there");
        }
        return new TimeDistributedSpec(inner);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Shape.only(inputs);
        return inner.outputShape(List.of(frame(input))).withFirst(input.size(0));
    }

    /** Returns the weights of the inner layer, by their own names. */
    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        return inner.weights(List.of(frame(Shape.only(inputs)))).stream()
                .map(weight -> weight.within("", "layer/"))
                .toList();
    }

    private static Shape frame(Shape input) {
        if (input.rank() < 2) {
            throw new KerasModelException("gets input of shape " + input + ", but [time, …] is required");
        }
        return input.withoutFirst();
    }

    @Override
    public boolean masksOutput(List<Boolean> maskedInputs) {
        return maskedInputs.get(0);
    }
}
