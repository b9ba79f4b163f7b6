package io.github.klibras.core.landmark;

/**
 * Two points of a part of the body that a bone, or a line of the drawing, joins.
 *
 * @param from index of a point of the part
 * @param to index of another point of the same part
 * @see LandmarkPart#limbs()
 */
public record Limb(int from, int to) {}
