package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.Shape;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Keeps workspaces for reuse, without locks or allocation; surplus ones are left to the garbage collector. */
final class WorkspacePool {

    /** The most values in all layers' outputs of all workspaces that are kept: 64 MB. */
    private static final long MOST_VALUES = 1 << 24;

    /** The most values of a single one: 32 MB. Larger batches allocate their own memory. */
    private static final long MOST_VALUES_OF_ONE = MOST_VALUES / 2;

    private final AtomicReferenceArray<@Nullable Workspace> places;
    private final AtomicLong values = new AtomicLong();

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
                values.addAndGet(-workspace.size());
                return workspace;
            }
        }
        return null;
    }

    /** Keeps a workspace, in place of others if there is no room: those that are no longer requested must not stay. */
    void put(Workspace workspace) {
        if (workspace.size() > MOST_VALUES_OF_ONE) {
            return;
        }
        for (int i = 0; values.addAndGet(workspace.size()) > MOST_VALUES; i++) {
            values.addAndGet(-workspace.size());
            if (i == places.length()) {
                return;
            }
            release(places.getAndSet(place(i), null));
        }
        for (int i = 0; i < places.length(); i++) {
            if (places.compareAndSet(place(i), null, workspace)) {
                return;
            }
        }
        release(places.getAndSet(place(0), workspace));
    }

    private void release(@Nullable Workspace workspace) {
        if (workspace != null) {
            values.addAndGet(-workspace.size());
        }
    }

    /** Returns how many values the workspaces have that are kept. */
    long values() {
        return values.get();
    }

    /** Returns the place for an attempt. Threads start at different places, so that they seldom collide. */
    private int place(int attempt) {
        return (int) ((Thread.currentThread().getId() + attempt) % places.length());
    }
}
