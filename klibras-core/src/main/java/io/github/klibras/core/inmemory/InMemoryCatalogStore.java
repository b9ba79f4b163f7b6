package io.github.klibras.core.inmemory;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.catalog.CatalogStore;
import io.github.klibras.core.catalog.LearningModule;
import io.github.klibras.core.catalog.NewModule;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.catalog.Sign;

import java.util.List;
import java.util.Optional;

final class InMemoryCatalogStore implements CatalogStore {

    private final Tables tables;

    InMemoryCatalogStore(Tables tables) {
        this.tables = tables;
    }

    @Override
    public List<Sign> signs() {
        return tables.transaction(() -> List.copyOf(tables.signs.values()));
    }

    @Override
    public Optional<Sign> findSign(long signId) {
        return tables.transaction(() -> Optional.ofNullable(tables.signs.get(signId)));
    }

    @Override
    public Optional<Sign> findSignByVideoKey(String videoKey) {
        return signs().stream().filter(sign -> sign.videoKey().equals(videoKey)).findFirst();
    }

    @Override
    public List<LearningModule> modules() {
        return tables.transaction(() -> List.copyOf(tables.modules.values()));
    }

    @Override
    public Optional<LearningModule> findModule(long moduleId) {
        return tables.transaction(() -> Optional.ofNullable(tables.modules.get(moduleId)));
    }

    @Override
    public Optional<LearningModule> findModuleByName(String name) {
        return modules().stream().filter(module -> module.name().equals(name)).findFirst();
    }

    @Override
    public Sign addSign(NewSign sign) {
        return tables.transaction(() -> {
            Sign stored =
                    new Sign(tables.nextSignId(), sign.name(), sign.description(), sign.videoKey(), sign.points());
            tables.signs.put(stored.id(), stored);
            return stored;
        });
    }

    @Override
    public LearningModule addModule(NewModule module) {
        return tables.transaction(() -> {
            List<Sign> signs =
                    module.signIds().stream().sorted().map(this::existingSign).toList();
            LearningModule stored = new LearningModule(tables.nextModuleId(), module.name(), signs);
            tables.modules.put(stored.id(), stored);
            return stored;
        });
    }

    private Sign existingSign(long signId) {
        return findSign(signId)
                .orElseThrow(() -> new InvalidInputException(
                        "A module can not hold sign " + signId + ", since there is no such sign"));
    }
}
