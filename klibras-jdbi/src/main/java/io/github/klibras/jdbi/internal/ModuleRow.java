package io.github.klibras.jdbi.internal;

import io.github.klibras.core.catalog.LearningModule;
import io.github.klibras.core.catalog.Sign;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A module with one of its signs.
 *
 * @param moduleId the module
 * @param name the module's name
 * @param sign {@code null} if the module has none
 */
record ModuleRow(long moduleId, String name, @Nullable Sign sign) {

    /** Returns the modules of some rows, in their order. */
    static List<LearningModule> grouped(List<ModuleRow> rows) {
        Map<Long, String> names = new LinkedHashMap<>();
        Map<Long, List<Sign>> signs = new LinkedHashMap<>();
        for (ModuleRow row : rows) {
            names.put(row.moduleId(), row.name());
            List<Sign> ofModule = signs.computeIfAbsent(row.moduleId(), id -> new ArrayList<>());
            if (row.sign() != null) {
                ofModule.add(row.sign());
            }
        }
        return names.entrySet().stream()
                .map(module -> new LearningModule(
                        module.getKey(), module.getValue(), signs.getOrDefault(module.getKey(), List.of())))
                .toList();
    }
}
