package io.github.klibras.core.catalog;

/**
 * A sign that can be learned.
 *
 * @param id positive, given by the store
 * @param name the name shown to learners
 * @param description what the sign means and how it is made
 * @param videoKey names the video that shows the sign, and is its label in models (the {@code videoUrl} and the {@code
 *     expected_action} of the Python service)
 * @param points the points for knowing it, not negative
 */
public record Sign(long id, String name, String description, String videoKey, int points) {}
