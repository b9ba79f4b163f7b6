package io.github.klibras.core.model;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** A loaded model with its number of users. All methods but {@link #closeModel} are called under the holder's lock. */
final class SharedModel<M extends AutoCloseable> {

    private static final Logger LOG = System.getLogger(ModelHolder.class.getName());

    private final M model;
    private int users;
    private boolean retired;

    SharedModel(M model) {
        this.model = model;
    }

    M model() {
        return model;
    }

    void retain() {
        users++;
    }

    /** Removes a user; returns whether the model must be closed now. */
    boolean release() {
        users--;
        return retired && users == 0;
    }

    /** Marks the model as no longer lent; returns whether it must be closed now. */
    boolean retire() {
        retired = true;
        return users == 0;
    }

    /** Closes the model; called without the lock, since it may take long. A failure is only logged. */
    void closeModel() {
        close(model);
    }

    static void close(AutoCloseable model) {
        try {
            model.close();
        } catch (Exception | LinkageError e) {
            LOG.log(Level.WARNING, "Closing a model failed", e);
        }
    }
}
