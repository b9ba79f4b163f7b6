package io.github.klibras.core.catalog;

import io.github.klibras.core.InvalidInputException;

import java.util.List;
import java.util.Optional;

/**
 * Where signs and modules are kept.
 *
 * <p>Thread-safe. Each read takes a fixed number of statements, however many signs there are.
 */
public interface CatalogStore {

    /** Returns all signs in the order of their ids. */
    List<Sign> signs();

    Optional<Sign> findSign(long signId);

    /** Returns the sign with this video key; where several share it, the one with the lowest id. */
    Optional<Sign> findSignByVideoKey(String videoKey);

    /** Returns all modules with their signs, in the order of their ids. */
    List<LearningModule> modules();

    Optional<LearningModule> findModule(long moduleId);

    /** Returns the module with this name; where several share it, the one with the lowest id. */
    Optional<LearningModule> findModuleByName(String name);

    /** Stores a sign under a new id. Names and video keys need not be unique. */
    Sign addSign(NewSign sign);

    /**
     * Stores a module under a new id.
     *
     * @throws InvalidInputException if one of its signs does not exist; nothing is stored then
     */
    LearningModule addModule(NewModule module);
}
