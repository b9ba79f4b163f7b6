package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.RecurrentSettings;

import java.util.Arrays;
import java.util.List;

/** Runs one recurrent layer over the sequences of a batch. */
final class RecurrentRun {

    /** The maximum size of projected frames of all sequences, which should fit in the processor's cache. */
    private static final int PROJECTED_FLOATS = 1 << 16;

    private static final int LEAST_FRAMES = 8;

    private final RecurrentCell.State state;
    private final List<float[]> states;
    private final RecurrentSettings settings;
    private final boolean turnedRound;
    private final Values input;
    private final float[] output;
    private final int outputOffset;
    private final int outputWidth;

    private final int frames;
    private final int features;
    private final int chunkFrames;
    private final float[] projections;
    private final float[] spare;
    private final boolean[] active;

    /**
     * @param turnedRound whether the output sequence is written from its end to its start
     * @param output receives rows of {@code outputWidth}, each written from {@code outputOffset} on
     */
    RecurrentRun(
            RecurrentCell.State state,
            RecurrentSettings settings,
            boolean turnedRound,
            Values input,
            float[] output,
            int outputOffset,
            int outputWidth) {
        this.state = state;
        this.states = state.all();
        this.settings = settings;
        this.turnedRound = turnedRound;
        this.input = input;
        this.output = output;
        this.outputOffset = outputOffset;
        this.outputWidth = outputWidth;
        this.frames = input.shape.size(0);
        this.features = input.last();
        int affordable = Math.max(LEAST_FRAMES, PROJECTED_FLOATS / Math.multiplyExact(input.batch, state.width()));
        this.chunkFrames = Math.min(frames, affordable);
        this.projections = new float[Math.multiplyExact(input.batch * chunkFrames, state.width())];
        this.spare = new float[input.batch * state.width()];
        this.active = new boolean[input.batch];
    }

    void run() {
        state.reset();
        runOn();
    }

    /** Runs from states that the other inputs of the layer give. */
    void runFrom(List<Values> initialStates) {
        for (int i = 0; i < initialStates.size(); i++) {
            float[] values = states.get(i);
            System.arraycopy(initialStates.get(i).data, 0, values, 0, values.length);
        }
        runOn();
    }

    private void runOn() {
        for (int done = 0; done < frames; done += chunkFrames) {
            int count = Math.min(chunkFrames, frames - done);
            int first = settings.goBackwards() ? frames - done - count : done;
            project(first, count, done == 0);
            for (int i = 0; i < count; i++) {
                int frame = settings.goBackwards() ? frames - 1 - done - i : done + i;
                advance(frame, first, done + i);
            }
        }
        if (!settings.returnSequences()) {
            for (int sequence = 0; sequence < input.batch; sequence++) {
                write(sequence, sequence);
            }
        }
    }

    private void project(int first, int count, boolean start) {
        for (int sequence = 0; sequence < input.batch; sequence++) {
            int in = (sequence * frames + first) * features;
            int out = sequence * chunkFrames * state.width();
            if (settings.goBackwards()) {
                state.project(input.data, in, features, count, projections, out);
            } else {
                projectOnce(in, out, count, start, sequence * state.width());
            }
        }
    }

    /** Projects frames, but runs of identical frames only once: padded sequences end in many of them. */
    private void projectOnce(int in, int out, int count, boolean start, int kept) {
        int width = state.width();
        int frame = 0;
        while (frame < count) {
            int until = frame;
            while (until < count && !repeats(in, until, start)) {
                until++;
            }
            if (until > frame) {
                state.project(
                        input.data, in + frame * features, features, until - frame, projections, out + frame * width);
                frame = until;
                System.arraycopy(projections, out + (frame - 1) * width, spare, kept, width);
            }
            while (frame < count && repeats(in, frame, start)) {
                System.arraycopy(spare, kept, projections, out + frame * width, width);
                frame++;
            }
        }
    }

    private boolean repeats(int in, int frame, boolean start) {
        if (start && frame == 0) {
            return false;
        }
        int at = in + frame * features;
        return input.data[at] == input.data[at - features]
                && Arrays.equals(input.data, at, at + features, input.data, at - features, at);
    }

    private void advance(int frame, int first, int done) {
        boolean[] mask = input.mask;
        if (mask != null) {
            for (int sequence = 0; sequence < input.batch; sequence++) {
                active[sequence] = mask[sequence * frames + frame];
            }
        }
        state.advance(
                projections,
                (frame - first) * state.width(),
                chunkFrames * state.width(),
                mask == null ? null : active);
        if (settings.returnSequences()) {
            int place = turnedRound ? frames - 1 - done : done;
            for (int sequence = 0; sequence < input.batch; sequence++) {
                write(sequence, sequence * frames + place);
            }
        }
    }

    private void write(int sequence, int row) {
        int at = row * outputWidth + outputOffset;
        boolean zero = settings.zeroOutputForMask() && input.mask != null && !active[sequence];
        if (zero) {
            Arrays.fill(output, at, at + state.units(), 0);
        } else {
            System.arraycopy(state.values(), sequence * state.units(), output, at, state.units());
        }
    }
}
