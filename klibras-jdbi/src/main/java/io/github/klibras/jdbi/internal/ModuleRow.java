package io.github.klibras.jdbi.internal;

import io.github.klibras.core.catalog.Sign;
import org.jspecify.annotations.Nullable;

/**
 * A module with one of its signs.
 *
 * @param moduleId the module
 * @param name the module's name
 * @param sign {@code null} if the module has none
 */
public record ModuleRow(
        long moduleId, String name, @Nullable Sign sign) {}
