package io.github.klibras.core.landmark;

/**
 * Two points of a body part that are joined by a bone or by a line in a drawing.
 *
 * @param from index of a point of the part
 * @param to index of another point of the same part
 * @see LandmarkPart#limbs()
 */
public record Limb(int from, int to) {}
