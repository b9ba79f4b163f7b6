package io.github.klibras.core.model;

/** State of a {@link ModelHolder}. */
public enum ModelState {
    /** The model has not been requested yet. */
    EMPTY,
    /** The first model is being loaded. */
    LOADING,
    /** A model is available. */
    READY,
    /** No model is available, and the last attempt to load one failed. */
    FAILED,
    /** The holder was closed. */
    CLOSED
}
