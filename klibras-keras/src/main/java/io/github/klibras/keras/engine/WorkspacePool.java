package io.github.klibras.keras.engine;

import io.github.klibras.keras.Shape;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Keeps workspaces for their next use. Without locks, and without allocation; what finds no place is left to the garbage. */
final class WorkspacePool {

    /** Values in all layers' outputs of a workspace that is kept: 32 MB. A batch beyond that pays for its own memory. */
    private static final long LARGEST = 1 << 23;

    private final AtomicReferenceArray<@Nullable Workspace> places;

    WorkspacePool(int size) {
        this.places = new AtomicReferenceArray<>(size);
    }

    /** Takes one for such a batch of such inputs, if there is one. */
    @Nullable
    Workspace take(int batch, List<Shape> shapes) {
        for (int i = 0; i < places.length(); i++) {
            int place = place(i);
            Workspace workspace = places.get(place);
            if (workspace != null && workspace.fits(batch, shapes) && places.compareAndSet(place, workspace, null)) {
                return workspace;
            }
        }
        return null;
    }

    void put(Workspace workspace) {
        if (workspace.size() > LARGEST) {
            return;
        }
        for (int i = 0; i < places.length(); i++) {
            int place = place(i);
            if (places.get(place) == null && places.compareAndSet(place, null, workspace)) {
                return;
            }
        }
        // Those that nobody asks for any more must not stay forever.
        places.set(place(0), workspace);
    }

    /** Begins at another place in each thread, so that threads seldom meet. */
    private int place(int attempt) {
        return (int) ((Thread.currentThread().getId() + attempt) % places.length());
    }
}
