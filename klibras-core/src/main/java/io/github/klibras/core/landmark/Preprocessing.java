package io.github.klibras.core.landmark;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Numbers;

import java.util.Objects;

/**
 * What happens to pictures before their landmarks are detected, and to landmarks before a model gets them. It belongs
 * to the model, which was trained on it.
 *
 * @param mirroring whether left and right are exchanged, and when
 * @param maxWidth the greatest width of a picture in pixels, 1 to {@value #MAX_WIDTH}; wider ones are shrunk to it
 * @param missingFrames what stands for parts of the body that were not detected
 */
public record Preprocessing(Mirroring mirroring, int maxWidth, MissingFramePolicy missingFrames) {

    /** In pixels; no camera of a phone has more on a side. */
    public static final int MAX_WIDTH = 16_384;

    /** As the Python service does it: the picture is mirrored and shrunk to 480 pixels, what is missing is zeros. */
    public static final Preprocessing DEFAULT = new Preprocessing(Mirroring.PICTURE, 480, MissingFramePolicy.ZEROS);

    /** Checks the values; throws {@link InvalidInputException} if the width is out of its bounds. */
    public Preprocessing {
        Objects.requireNonNull(mirroring, "mirroring");
        Objects.requireNonNull(missingFrames, "missingFrames");
        Numbers.inRange("greatest width of a picture", maxWidth, 1, MAX_WIDTH);
    }

    /** Returns the same with another mirroring. */
    public Preprocessing with(Mirroring other) {
        return new Preprocessing(other, maxWidth, missingFrames);
    }

    /** Returns the same with another policy for what was not detected. */
    public Preprocessing with(MissingFramePolicy other) {
        return new Preprocessing(mirroring, maxWidth, other);
    }

    /**
     * Turns extracted landmarks into what a model takes: first mirrors them if {@link Mirroring#LANDMARKS} says so,
     * then fills frames by {@link #missingFrames()}.
     *
     * @return as many frames in the same layout
     */
    public LandmarkSequence finish(LandmarkSequence extracted) {
        return missingFrames.apply(mirroring == Mirroring.LANDMARKS ? extracted.mirrored() : extracted);
    }
}
