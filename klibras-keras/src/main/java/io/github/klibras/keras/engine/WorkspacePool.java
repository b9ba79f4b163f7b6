package io.github.klibras.keras.engine;

import io.github.klibras.keras.Shape;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Keeps workspaces for reuse, without locks or allocation; surplus ones are left to the garbage collector. */
final class WorkspacePool {

    /**
     * The most values in all layers' outputs of a workspace that is kept: 32 MB. Larger batches allocate their
     * own memory.
     */
    private static final long LARGEST = 1 << 23;

    private final AtomicReferenceArray<@Nullable Workspace> places;

    WorkspacePool(int size) {
        this.places = new AtomicReferenceArray<>(size);
    }

    /** Takes a workspace for a batch of this size and inputs of these shapes; null if there is none. */
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
        // Workspaces that are no longer requested must not stay forever.
        places.set(place(0), workspace);
    }

    /** Returns the place for an attempt. Threads start at different places, so that they seldom collide. */
    private int place(int attempt) {
        return (int) ((Thread.currentThread().getId() + attempt) % places.length());
    }
}
