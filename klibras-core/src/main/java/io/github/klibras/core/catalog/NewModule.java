package io.github.klibras.core.catalog;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Text;

import java.util.Set;

/**
 * A module to be stored.
 *
 * @param name 1 to {@value #MAX_NAME} characters
 * @param signIds the signs it teaches; may be empty
 */
public record NewModule(String name, Set<Long> signIds) {

    public static final int MAX_NAME = 50;

    /** Checks the name; throws {@link InvalidInputException} if it is out of its bounds. */
    public NewModule {
        Text.required("name of the module", name, MAX_NAME);
        signIds = Set.copyOf(signIds);
    }
}
