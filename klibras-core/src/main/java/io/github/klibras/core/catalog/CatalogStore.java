package io.github.klibras.core.catalog;

import io.github.klibras.core.InvalidInputException;

import java.util.List;
import java.util.Optional;

/**
 * Store of signs and modules.
 *
 * <p>A retired sign or module can no longer be learned and is not found by name or video key; those who learned it before
 * still know it and keep its points, and it is still found by its id. A module does not list retired signs.
 *
 * <p>Thread-safe. Each read takes a fixed number of statements, however many signs there are. Any method may throw a
 * {@link io.github.klibras.core.StoreException}.
 */
public interface CatalogStore {

    /** Returns all signs that are not retired, in the order of their ids. */
    List<Sign> signs();

    /** Returns a sign, even a retired one. */
    Optional<Sign> findSign(long signId);

    /** Returns the sign with this video key; where several share it, the one with the lowest id. */
    Optional<Sign> findSignByVideoKey(String videoKey);

    /** Returns all modules that are not retired with their signs, in the order of their ids. */
    List<LearningModule> modules();

    /** Returns a module, even a retired one. */
    Optional<LearningModule> findModule(long moduleId);

    /** Returns the module with this name; where several share it, the one with the lowest id. */
    Optional<LearningModule> findModuleByName(String name);

    /** Stores a sign under a new id. Names and video keys need not be unique. */
    Sign addSign(NewSign sign);

    /**
     * Replaces everything about a sign but its id. Points already paid for it are not changed; see {@link
     * io.github.klibras.core.progress.ProgressStore#recomputePoints}.
     *
     * @return the sign as it is now, or empty if there is none with this id or it is retired
     */
    Optional<Sign> changeSign(long signId, NewSign sign);

    /**
     * Retires a sign.
     *
     * @return {@code false} if there is none with this id, or it was already retired
     */
    boolean retireSign(long signId);

    /**
     * Stores a module under a new id.
     *
     * @throws InvalidInputException if one of its signs does not exist or is retired; nothing is stored then
     */
    LearningModule addModule(NewModule module);

    /**
     * Replaces the name and signs of a module. It remains completed for those who completed it before.
     *
     * @return the module as it is now, or empty if there is none with this id or it is retired
     * @throws InvalidInputException if one of the signs does not exist or is retired; nothing is changed then
     */
    Optional<LearningModule> changeModule(long moduleId, NewModule module);

    /**
     * Retires a module; its signs stay.
     *
     * @return {@code false} if there is none with this id, or it was already retired
     */
    boolean retireModule(long moduleId);
}
