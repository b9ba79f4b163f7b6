package io.github.klibras.core.model;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** A loaded model and how many use it. All methods but {@link #closeModel} are called under the holder's lock. */
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

    /** Returns whether the model has to be closed now. */
    boolean release() {
        users--;
        return retired && users == 0;
    }

    /** Gives the model to nobody any more; returns whether it has to be closed now. */
    boolean retire() {
        retired = true;
        return users == 0;
    }

    /** Called outside the lock, since closing may take long. A model that fails to close is of no use to anybody. */
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
