package io.github.klibras.core.inmemory;

import io.github.klibras.core.UnstorableException;
import io.github.klibras.core.catalog.LearningModule;
import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.progress.CompletedModule;
import io.github.klibras.core.progress.LearnedSign;
import io.github.klibras.core.progress.ModuleCompletion;
import io.github.klibras.core.progress.PointsDifference;
import io.github.klibras.core.progress.ProgressStore;
import io.github.klibras.core.user.User;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

final class InMemoryProgressStore implements ProgressStore {

    private final Tables tables;
    private final InMemoryCatalogStore catalog;

    InMemoryProgressStore(Tables tables, InMemoryCatalogStore catalog) {
        this.tables = tables;
        this.catalog = catalog;
    }

    @Override
    public Award learnSign(long userId, long signId) {
        return tables.transaction(() -> {
            User user = tables.users.get(userId);
            if (user == null) {
                return new Award.NoSuchUser(userId);
            }
            Sign sign = tables.signs.get(signId);
            if (sign == null || tables.retiredSigns.contains(signId)) {
                return new Award.NoSuchSign(signId);
            }
            if (tables.knows(userId, signId)) {
                return new Award.AlreadyKnown(signId);
            }
            int total = pay(user, sign.points());
            tables.learn(userId, signId);
            return new Award.Granted(signId, sign.points(), total);
        });
    }

    @Override
    public ModuleCompletion completeModule(long userId, long moduleId) {
        return tables.transaction(() -> {
            User user = tables.users.get(userId);
            if (user == null) {
                return new ModuleCompletion.NoSuchUser(userId);
            }
            Optional<LearningModule> offered =
                    catalog.findModule(moduleId).filter(module -> !tables.retiredModules.contains(moduleId));
            if (offered.isEmpty()) {
                return new ModuleCompletion.NoSuchModule(moduleId);
            }
            if (tables.completedModules(userId).contains(moduleId)) {
                return new ModuleCompletion.AlreadyCompleted(moduleId);
            }
            List<Sign> learned = offered.get().signs().stream()
                    .filter(sign -> !tables.knows(userId, sign.id()))
                    .toList();
            int points = sum(learned);
            int total = pay(user, points);
            learned.forEach(sign -> tables.learn(userId, sign.id()));
            tables.completedModules(userId).add(moduleId);
            return new ModuleCompletion.Completed(
                    moduleId, learned.stream().map(Sign::id).toList(), points, total);
        });
    }

    @Override
    public List<Sign> knownSigns(long userId) {
        return learnedSigns(userId).stream().map(LearnedSign::sign).toList();
    }

    @Override
    public List<LearnedSign> learnedSigns(long userId) {
        return tables.transaction(() -> tables.knownSigns(userId).entrySet().stream()
                .map(known ->
                        new LearnedSign(Objects.requireNonNull(tables.signs.get(known.getKey())), known.getValue()))
                .toList());
    }

    @Override
    public List<CompletedModule> completedModules(long userId) {
        return tables.transaction(() -> tables.completedModules(userId).stream()
                .map(id -> Objects.requireNonNull(tables.modules.get(id)))
                .map(module -> new CompletedModule(module.id(), module.name()))
                .toList());
    }

    @Override
    public List<PointsDifference> pointsDifferences() {
        return tables.transaction(() -> tables.users.values().stream()
                .map(user -> new PointsDifference(user.id(), user.points(), earned(user)))
                .filter(difference -> difference.stored() != difference.earned())
                .toList());
    }

    @Override
    public List<PointsDifference> recomputePoints() {
        return tables.transaction(() -> {
            List<PointsDifference> differences = pointsDifferences();
            differences.forEach(difference ->
                    setPoints(Objects.requireNonNull(tables.users.get(difference.userId())), difference.earned()));
            return differences;
        });
    }

    private int earned(User user) {
        return sum(knownSigns(user.id()));
    }

    /** Pays points; fails before changing anything if the total would exceed what an account can hold. */
    private int pay(User user, int points) {
        int total = exact(user.points() + (long) points);
        setPoints(user, total);
        return total;
    }

    private static int sum(List<Sign> signs) {
        return exact(signs.stream().mapToLong(Sign::points).sum());
    }

    private static int exact(long points) {
        if (points != (int) points) {
            throw new UnstorableException("An account cannot hold " + points + " points", null);
        }
        return (int) points;
    }

    private void setPoints(User user, int points) {
        tables.users.put(user.id(), new User(user.id(), user.email(), user.username(), user.role(), points));
    }
}
