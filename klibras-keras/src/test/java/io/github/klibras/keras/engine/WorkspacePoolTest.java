package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.Shape;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class WorkspacePoolTest {

    private static final int MEGABYTE = 1 << 18;

    private static Workspace workspace(int frames, long size) {
        List<Values> values = List.of(Values.of(1, Shape.of(frames), null));
        return new Workspace(values, values, List.of(), size);
    }

    @Test
    void keptWorkspacesStayWithinOneBudget() {
        WorkspacePool pool = new WorkspacePool(64);

        for (int frames = 1; frames <= 100; frames++) {
            pool.put(workspace(frames, 10 * MEGABYTE));
        }

        assertThat(pool.values()).isBetween(50L * MEGABYTE, 64L * MEGABYTE);
        assertThat(pool.take(1, List.of(Shape.of(100)))).isNotNull();
    }

    @Test
    void largeWorkspaceIsNotKept() {
        WorkspacePool pool = new WorkspacePool(4);

        pool.put(workspace(1, 33 * MEGABYTE));

        assertThat(pool.values()).isZero();
        assertThat(pool.take(1, List.of(Shape.of(1)))).isNull();
    }

    @Test
    void takenWorkspaceNoLongerCounts() {
        WorkspacePool pool = new WorkspacePool(2);
        for (int frames = 1; frames <= 5; frames++) {
            pool.put(workspace(frames, MEGABYTE));
        }

        assertThat(pool.values()).isEqualTo(2 * MEGABYTE);
        assertThat(pool.take(1, List.of(Shape.of(5)))).isNotNull();
        assertThat(pool.values()).isEqualTo(MEGABYTE);
    }
}
