package io.github.klibras.core.inmemory;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.catalog.CatalogStore;
import io.github.klibras.core.catalog.LearningModule;
import io.github.klibras.core.catalog.NewModule;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.inmemory.Tables.StoredModule;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

final class InMemoryCatalogStore implements CatalogStore {

    private final Tables tables;

    InMemoryCatalogStore(Tables tables) {
        this.tables = tables;
    }

    @Override
    public List<Sign> signs() {
        return tables.transaction(
                () -> tables.signs.values().stream().filter(this::isOffered).toList());
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
        return tables.transaction(() -> tables.modules.values().stream()
                .filter(module -> !tables.retiredModules.contains(module.id()))
                .map(this::withSigns)
                .toList());
    }

    @Override
    public Optional<LearningModule> findModule(long moduleId) {
        return tables.transaction(
                () -> Optional.ofNullable(tables.modules.get(moduleId)).map(this::withSigns));
    }

    @Override
    public Optional<LearningModule> findModuleByName(String name) {
        return modules().stream().filter(module -> module.name().equals(name)).findFirst();
    }

    @Override
    public Sign addSign(NewSign sign) {
        return tables.transaction(() -> put(tables.nextSignId(), sign));
    }

    @Override
    public Optional<Sign> changeSign(long signId, NewSign sign) {
        return tables.transaction(() -> findSign(signId).filter(this::isOffered).map(old -> put(signId, sign)));
    }

    @Override
    public boolean retireSign(long signId) {
        return tables.transaction(() -> tables.signs.containsKey(signId) && tables.retiredSigns.add(signId));
    }

    @Override
    public LearningModule addModule(NewModule module) {
        return tables.transaction(() -> {
            requireOffered(module);
            return put(tables.nextModuleId(), module);
        });
    }

    @Override
    public Optional<LearningModule> changeModule(long moduleId, NewModule module) {
        return tables.transaction(() -> {
            if (!tables.modules.containsKey(moduleId) || tables.retiredModules.contains(moduleId)) {
                return Optional.empty();
            }
            requireOffered(module);
            return Optional.of(put(moduleId, module));
        });
    }

    @Override
    public boolean retireModule(long moduleId) {
        return tables.transaction(() -> tables.modules.containsKey(moduleId) && tables.retiredModules.add(moduleId));
    }

    private Sign put(long signId, NewSign sign) {
        Sign stored = new Sign(signId, sign.name(), sign.description(), sign.videoKey(), sign.points());
        tables.signs.put(signId, stored);
        return stored;
    }

    private LearningModule put(long moduleId, NewModule module) {
        StoredModule stored = new StoredModule(moduleId, module.name(), module.signIds());
        tables.modules.put(moduleId, stored);
        return withSigns(stored);
    }

    private void requireOffered(NewModule module) {
        for (long signId : module.signIds()) {
            if (findSign(signId).filter(this::isOffered).isEmpty()) {
                throw new InvalidInputException(
                        "A module cannot hold sign " + signId + ", since there is no such sign");
            }
        }
    }

    private LearningModule withSigns(StoredModule module) {
        List<Sign> signs = module.signIds().stream()
                .sorted()
                .map(id -> Objects.requireNonNull(tables.signs.get(id)))
                .filter(this::isOffered)
                .toList();
        return new LearningModule(module.id(), module.name(), signs);
    }

    private boolean isOffered(Sign sign) {
        return !tables.retiredSigns.contains(sign.id());
    }
}
