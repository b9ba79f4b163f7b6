package io.github.klibras.inference.dl4j;

import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.jspecify.annotations.Nullable;

/**
 * DL4J's {@code MergeVertex} along a given dimension. DL4J's own loses the dimension when it is cloned, which happens
 * when its network is cloned.
 *
 * <p>Public because DL4J names the class in the JSON of a saved network.
 */
public final class KerasConcatenate extends MergeVertex {

    /** Creates a vertex that joins features of [batch, features], for DL4J to fill from JSON. */
    public KerasConcatenate() {}

    static KerasConcatenate along(int dimension) {
        KerasConcatenate vertex = new KerasConcatenate();
        vertex.setMergeAxis(dimension);
        return vertex;
    }

    // DL4J declares the result as MergeVertex.
    @Override
    public MergeVertex clone() {
        return along(getMergeAxis());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KerasConcatenate that && getMergeAxis() == that.getMergeAxis();
    }

    @Override
    public int hashCode() {
        return getMergeAxis();
    }

    @Override
    public String toString() {
        return "KerasConcatenate(" + getMergeAxis() + ")";
    }
}
