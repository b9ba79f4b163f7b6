package io.github.klibras.core.internal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Calls listeners without letting their exceptions escape. */
public final class Listeners {

    private static final Logger LOG = System.getLogger("io.github.klibras.core");

    private Listeners() {}

    /** Returns a consumer that calls a listener for one kind of event and never throws. */
    public static <L, E> Consumer<E> notifying(L listener, BiConsumer<? super L, ? super E> call) {
        return event -> notify(listener, l -> call.accept(l, event));
    }

    /** Calls a listener; anything it throws is logged and has no other effect. */
    public static <L> void notify(L listener, Consumer<? super L> event) {
        try {
            event.accept(listener);
        } catch (Throwable e) {
            LOG.log(Level.WARNING, "A listener failed: " + listener.getClass().getName(), e);
        }
    }
}
