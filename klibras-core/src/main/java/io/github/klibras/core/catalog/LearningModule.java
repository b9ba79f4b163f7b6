package io.github.klibras.core.catalog;

import java.util.List;

/**
 * Signs that are taught together.
 *
 * @param id positive, given by the store
 * @param name compared byte by byte
 * @param signs in the order of their ids; may be empty
 */
public record LearningModule(long id, String name, List<Sign> signs) {

    public LearningModule {
        signs = List.copyOf(signs);
    }
}
