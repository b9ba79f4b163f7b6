package io.github.klibras.core.catalog;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Names;
import io.github.klibras.core.internal.Numbers;
import io.github.klibras.core.internal.Text;

/**
 * A sign to be stored.
 *
 * @param name 1 to {@value #MAX_NAME} characters, all of which must be visible, as in a {@link
 *     io.github.klibras.core.user.Username}; stored as given, not normalized
 * @param description at most {@value #MAX_DESCRIPTION} characters
 * @param videoKey 1 to {@value #MAX_VIDEO_KEY} characters
 * @param points 0 to {@value #MAX_POINTS}
 */
public record NewSign(String name, String description, String videoKey, int points) {

    public static final int MAX_NAME = 15;
    public static final int MAX_DESCRIPTION = 500;
    public static final int MAX_VIDEO_KEY = 150;

    /** Keeps the sum over two thousand signs within an {@code int}. */
    public static final int MAX_POINTS = 1_000_000;

    /** Checks all values; throws {@link InvalidInputException} if one is invalid. */
    public NewSign {
        Names.checked("name of the sign", name, MAX_NAME);
        Text.bounded("description of the sign", description, MAX_DESCRIPTION);
        Text.required("video key of the sign", videoKey, MAX_VIDEO_KEY);
        Numbers.inRange("points of the sign", points, 0, MAX_POINTS);
    }
}
