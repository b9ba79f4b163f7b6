package io.github.klibras.core.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Subscribers to events of one kind. What one of them throws is logged and has no other effect. Thread-safe. */
public final class Subscribers<E> {

    private final List<Consumer<E>> subscribers = new CopyOnWriteArrayList<>();

    /** Adds a subscriber; returns what removes it, which may be run again without effect. */
    public Runnable add(Consumer<? super E> subscriber) {
        // An object of its own, so that removing it twice does not remove an equal subscriber.
        Consumer<E> own = event -> subscriber.accept(event);
        subscribers.add(own);
        return () -> subscribers.remove(own);
    }

    public void notifyOf(E event) {
        subscribers.forEach(subscriber -> Listeners.notify(subscriber, l -> l.accept(event)));
    }
}
