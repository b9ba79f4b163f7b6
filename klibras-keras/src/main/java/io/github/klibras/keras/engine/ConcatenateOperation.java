package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.ConcatenateSpec;
import io.github.klibras.keras.layer.InvalidModelException;
import io.github.klibras.keras.layer.MaskMerge;
import io.github.klibras.keras.layer.Shape;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

final class ConcatenateOperation implements Operation {

    private final ConcatenateSpec spec;

    ConcatenateOperation(ConcatenateSpec spec) {
        this.spec = spec;
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        int batch = inputs.get(0).batch;
        int dimension = shape.dimension(spec.axis());
        boolean overTime = dimension == 0 && shape.rank() > 1;
        boolean masked = inputs.stream().anyMatch(input -> input.mask != null);
        boolean[] mask = masked ? new boolean[batch * shape.size(0)] : null;
        Values output = Values.of(batch, shape, mask);
        int outer = batch;
        for (int i = 0; i < dimension; i++) {
            outer *= shape.size(i);
        }
        int blocks = outer;
        if (overTime
                && spec.masks() == MaskMerge.ALL
                && inputs.stream().anyMatch(input -> input.mask == null)
                && masked) {
            throw new InvalidModelException("joins frames with a mask and frames without one, which Keras 2 cannot");
        }
        return new Bound(output, () -> {
            join(inputs, output.data, blocks);
            if (mask != null) {
                joinMasks(inputs, mask, batch, overTime);
            }
        });
    }

    static void join(List<Values> inputs, float[] data, int blocks) {
        int at = 0;
        for (int block = 0; block < blocks; block++) {
            for (int i = 0; i < inputs.size(); i++) {
                float[] from = inputs.get(i).data;
                int length = from.length / blocks;
                System.arraycopy(from, block * length, data, at, length);
                at += length;
            }
        }
    }

    /** Joins masks by the rule of the layer; all frames of inputs without a mask count. */
    private void joinMasks(List<Values> inputs, boolean[] mask, int batch, boolean overTime) {
        if (!overTime) {
            boolean all = spec.masks() == MaskMerge.ALL;
            Arrays.fill(mask, all);
            for (int i = 0; i < inputs.size(); i++) {
                boolean[] other = inputs.get(i).mask;
                for (int frame = 0; frame < mask.length; frame++) {
                    boolean counts = other == null || other[frame];
                    mask[frame] = all ? mask[frame] && counts : mask[frame] || counts;
                }
            }
            return;
        }
        int at = 0;
        for (int sequence = 0; sequence < batch; sequence++) {
            for (int i = 0; i < inputs.size(); i++) {
                int frames = inputs.get(i).shape.size(0);
                copy(inputs.get(i).mask, sequence * frames, mask, at, frames);
                at += frames;
            }
        }
    }

    private static void copy(boolean @Nullable [] from, int fromAt, boolean[] to, int at, int length) {
        if (from == null) {
            Arrays.fill(to, at, at + length, true);
        } else {
            System.arraycopy(from, fromAt, to, at, length);
        }
    }
}
