package io.github.klibras.core.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Subscribers to one kind of event. Anything they throw is logged and has no other effect. Thread-safe. */
public final class Subscribers<E> {

    private final List<Consumer<E>> subscribers = new CopyOnWriteArrayList<>();

    /** Adds a subscriber; returns a runnable that removes it, and has no effect when run again. */
    public Runnable add(Consumer<? super E> subscriber) {
        // A distinct object, so that removing it twice does not remove an equal subscriber.
        Consumer<E> own = event -> subscriber.accept(event);
        subscribers.add(own);
        return () -> subscribers.remove(own);
    }

    public void notifyOf(E event) {
        subscribers.forEach(subscriber -> Listeners.notify(subscriber, l -> l.accept(event)));
    }
}
