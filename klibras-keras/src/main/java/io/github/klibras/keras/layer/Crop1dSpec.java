package io.github.klibras.keras.layer;

import java.util.List;

/**
 * Removal of frames of [time, channels] at both ends, or addition of frames of zeros.
 *
 * @param before how many frames are added at the start; negative if they are removed
 * @param after the same for the end
 */
public record Crop1dSpec(int before, int after) implements LayerSpec {

    static Crop1dSpec readPadding(LayerConfig config) {
        config.requireChannelsLast();
        List<Integer> ends = config.pair("padding");
        return new Crop1dSpec(ends.get(0), ends.get(1));
    }

    static Crop1dSpec readCropping(LayerConfig config) {
        List<Integer> ends = config.pair("cropping");
        return new Crop1dSpec(-ends.get(0), -ends.get(1));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Shape.only(inputs).requireRank(2);
        if (input.size(0) == Shape.UNKNOWN) {
            return input;
        }
        int frames = Math.addExact(Math.addExact(input.size(0), before), after);
        if (frames < 1) {
            throw new InvalidModelException("leaves nothing of " + input.size(0) + " frames");
        }
        return input.withFirstSize(frames);
    }
}
