package io.github.klibras.core.progress;

/**
 * A module that a learner has completed.
 *
 * @param id the module's id
 * @param name the module's name
 */
public record CompletedModule(long id, String name) {}
