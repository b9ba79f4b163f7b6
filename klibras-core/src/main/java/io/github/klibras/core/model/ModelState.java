package io.github.klibras.core.model;

/** Where a {@link ModelHolder} stands. */
public enum ModelState {
    /** Nobody has asked for the model yet. */
    EMPTY,
    /** The first model is being loaded. */
    LOADING,
    /** There is a model to use. */
    READY,
    /** There is none, and the last attempt to load one failed. */
    FAILED,
    /** The holder was closed. */
    CLOSED
}
