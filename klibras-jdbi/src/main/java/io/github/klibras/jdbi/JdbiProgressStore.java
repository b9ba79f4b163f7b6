package io.github.klibras.jdbi;

import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.progress.CompletedModule;
import io.github.klibras.core.progress.LearnedSign;
import io.github.klibras.core.progress.ModuleCompletion;
import io.github.klibras.core.progress.PointsDifference;
import io.github.klibras.core.progress.ProgressStore;
import io.github.klibras.jdbi.internal.ProgressSql;

import java.util.List;
import java.util.function.Function;

final class JdbiProgressStore implements ProgressStore {

    private final Database database;

    JdbiProgressStore(Database database) {
        this.database = database;
    }

    @Override
    public Award learnSign(long userId, long signId) {
        return sql(progress -> progress.learnSign(userId, signId));
    }

    @Override
    public ModuleCompletion completeModule(long userId, long moduleId) {
        return sql(progress -> progress.completeModule(userId, moduleId));
    }

    @Override
    public List<Sign> knownSigns(long userId) {
        return List.copyOf(sql(progress -> progress.knownSigns(userId)));
    }

    @Override
    public List<LearnedSign> learnedSigns(long userId) {
        return List.copyOf(sql(progress -> progress.learnedSigns(userId)));
    }

    @Override
    public List<CompletedModule> completedModules(long userId) {
        return List.copyOf(sql(progress -> progress.completedModules(userId)));
    }

    @Override
    public List<PointsDifference> pointsDifferences() {
        return List.copyOf(sql(ProgressSql::pointsDifferences));
    }

    @Override
    public List<PointsDifference> recomputePoints() {
        return List.copyOf(sql(ProgressSql::recomputePoints));
    }

    @Override
    public boolean awaitsCommit() {
        return database.awaitsCommit();
    }

    @Override
    public boolean afterCommit(Runnable action) {
        return database.afterCommit(action);
    }

    private <T> T sql(Function<ProgressSql, T> work) {
        return database.with(database.dialect().progress(), work::apply);
    }
}
