package io.github.klibras.core.landmark;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Numbers;

import java.util.Objects;

/**
 * Preprocessing of pictures before their landmarks are detected, and of landmarks before they are passed to a model. It
 * belongs to the model, which was trained with it.
 *
 * @param mirroring whether left and right are swapped, and when
 * @param maxWidth the greatest width of a picture in pixels, 1 to {@value #MAX_WIDTH}; wider ones are shrunk to it
 * @param missingFrames how to fill in parts of the body that were not detected
 */
public record Preprocessing(Mirroring mirroring, int maxWidth, MissingFramePolicy missingFrames) {

    /** Limit of the width, in pixels; no phone's camera has more on a side. */
    public static final int MAX_WIDTH = 16_384;

    /** The Python service's preprocessing: pictures are mirrored and shrunk to 480 pixels, missing parts are zeros. */
    public static final Preprocessing DEFAULT = new Preprocessing(Mirroring.PICTURE, 480, MissingFramePolicy.ZEROS);

    /** Checks the values; throws {@link InvalidInputException} if the width is out of range. */
    public Preprocessing {
        Objects.requireNonNull(mirroring, "mirroring");
        Objects.requireNonNull(missingFrames, "missingFrames");
        Numbers.inRange("greatest width of a picture", maxWidth, 1, MAX_WIDTH);
    }

    /** Returns the same preprocessing with another mirroring. */
    public Preprocessing with(Mirroring other) {
        return new Preprocessing(other, maxWidth, missingFrames);
    }

    /** Returns the same preprocessing with another policy for undetected parts. */
    public Preprocessing with(MissingFramePolicy other) {
        return new Preprocessing(mirroring, maxWidth, other);
    }

    /**
     * Turns extracted landmarks into a model's input: first mirrors them in case of {@link Mirroring#LANDMARKS}, then
     * fills frames by {@link #missingFrames()}.
     *
     * @return as many frames in the same layout
     */
    public LandmarkSequence finish(LandmarkSequence extracted) {
        return missingFrames.apply(mirroring == Mirroring.LANDMARKS ? extracted.mirrored() : extracted);
    }
}
