package io.github.klibras.core.catalog;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Names;

import java.util.Set;

/**
 * A module to be stored.
 *
 * @param name 1 to {@value #MAX_NAME} characters, all of which must be visible, as in a {@link
 *     io.github.klibras.core.user.Username}; stored as given, not normalized
 * @param signIds the signs it teaches; may be empty
 */
public record NewModule(String name, Set<Long> signIds) {

    public static final int MAX_NAME = 50;

    /** Checks the name; throws {@link InvalidInputException} if it is invalid. */
    public NewModule {
        Names.checked("name of the module", name, MAX_NAME);
        signIds = Set.copyOf(signIds);
    }
}
