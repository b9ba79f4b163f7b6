package io.github.klibras.jdbi;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.catalog.CatalogStore;
import io.github.klibras.core.catalog.LearningModule;
import io.github.klibras.core.catalog.NewModule;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.catalog.Sign;
import io.github.klibras.jdbi.internal.CatalogSql;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

final class JdbiCatalogStore implements CatalogStore {

    private final Database database;

    JdbiCatalogStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Sign> signs() {
        return List.copyOf(sql(CatalogSql::signs));
    }

    @Override
    public Optional<Sign> findSign(long signId) {
        return sql(catalog -> catalog.findSign(signId));
    }

    @Override
    public Optional<Sign> findSignByVideoKey(String videoKey) {
        return sql(catalog -> catalog.findSignByVideoKey(videoKey));
    }

    @Override
    public List<LearningModule> modules() {
        return sql(CatalogSql::modules);
    }

    @Override
    public Optional<LearningModule> findModule(long moduleId) {
        return sql(catalog -> catalog.findModule(moduleId));
    }

    @Override
    public Optional<LearningModule> findModuleByName(String name) {
        return sql(catalog -> catalog.findModuleByName(name));
    }

    @Override
    public Sign addSign(NewSign sign) {
        long id = sql(catalog -> catalog.insertSign(sign.name(), sign.description(), sign.videoKey(), sign.points()));
        return new Sign(id, sign.name(), sign.description(), sign.videoKey(), sign.points());
    }

    @Override
    public LearningModule addModule(NewModule module) {
        return database.inTransaction(handle -> {
            CatalogSql catalog = handle.attach(CatalogSql.class);
            return withSigns(catalog, catalog.insertModule(module.name()), module);
        });
    }

    @Override
    public Optional<Sign> changeSign(long signId, NewSign sign) {
        int changed = sql(
                catalog -> catalog.changeSign(signId, sign.name(), sign.description(), sign.videoKey(), sign.points()));
        return changed == 0
                ? Optional.empty()
                : Optional.of(new Sign(signId, sign.name(), sign.description(), sign.videoKey(), sign.points()));
    }

    @Override
    public boolean retireSign(long signId) {
        return sql(catalog -> catalog.retireSign(signId)) == 1;
    }

    @Override
    public Optional<LearningModule> changeModule(long moduleId, NewModule module) {
        return database.inTransaction(handle -> {
            CatalogSql catalog = handle.attach(CatalogSql.class);
            if (catalog.renameModule(moduleId, module.name()) == 0) {
                return Optional.empty();
            }
            catalog.removeSignsOfModule(moduleId);
            return Optional.of(withSigns(catalog, moduleId, module));
        });
    }

    @Override
    public boolean retireModule(long moduleId) {
        return sql(catalog -> catalog.retireModule(moduleId)) == 1;
    }

    private static LearningModule withSigns(CatalogSql catalog, long moduleId, NewModule module) {
        if (!module.signIds().isEmpty()) {
            catalog.insertSignsOfModule(moduleId, module.signIds());
        }
        LearningModule stored = catalog.findModule(moduleId).orElseThrow();
        requireAll(module.signIds(), stored.signs());
        return stored;
    }

    private static void requireAll(Set<Long> signIds, List<Sign> stored) {
        Set<Long> missing = new TreeSet<>(signIds);
        stored.forEach(sign -> missing.remove(sign.id()));
        if (!missing.isEmpty()) {
            throw new InvalidInputException("The module names signs that do not exist or are retired: " + missing);
        }
    }

    private <T> T sql(Function<CatalogSql, T> work) {
        return database.with(CatalogSql.class, work);
    }
}
