package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.Shape;
import io.github.klibras.keras.layer.TimeDistributedSpec;

import java.util.Arrays;
import java.util.List;

/** Applies a layer to frames: its batch consists of the frames of all sequences. */
final class TimeDistributedOperation implements Operation {

    private final Operation inner;

    TimeDistributedOperation(TimeDistributedSpec spec, KerasLayer layer, Kernels kernels) {
        this.inner = Operations.of(
                new KerasLayer(
                        layer.name(),
                        layer.kerasClass(),
                        spec.inner(),
                        layer.inputs(),
                        withoutTime(layer.outputShape()),
                        layer.weights()),
                kernels);
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Values input = inputs.get(0);
        int frames = input.batch * input.shape.size(0);
        Bound bound =
                inner.bind(List.of(input.as(frames, withoutTime(input.shape), null)), withoutTime(shape), kernels);
        return new Bound(bound.output().as(input.batch, shape, input.mask), bound.step());
    }

    private static Shape withoutTime(Shape shape) {
        int[] sizes = shape.toArray();
        return Shape.of(Arrays.copyOfRange(sizes, 1, sizes.length));
    }
}
