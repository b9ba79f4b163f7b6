package io.github.klibras.keras.engine;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** Keeps workspaces for their next use. Without locks, and without allocation; what finds no place is left to the garbage. */
final class WorkspacePool {

    private final AtomicReferenceArray<@Nullable Workspace> places;

    WorkspacePool(int size) {
        this.places = new AtomicReferenceArray<>(size);
    }

    @Nullable
    Workspace take() {
        for (int i = 0; i < places.length(); i++) {
            int place = place(i);
            if (places.get(place) != null) {
                Workspace workspace = places.getAndSet(place, null);
                if (workspace != null) {
                    return workspace;
                }
            }
        }
        return null;
    }

    void put(Workspace workspace) {
        for (int i = 0; i < places.length(); i++) {
            int place = place(i);
            if (places.get(place) == null && places.compareAndSet(place, null, workspace)) {
                return;
            }
        }
    }

    /** Begins at another place in each thread, so that threads seldom meet. */
    private int place(int attempt) {
        return (int) ((Thread.currentThread().getId() + attempt) % places.length());
    }
}
