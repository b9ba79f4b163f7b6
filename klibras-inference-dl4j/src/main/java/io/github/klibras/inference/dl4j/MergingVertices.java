package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.layer.ConcatenateSpec;
import io.github.klibras.keras.layer.LayerSpec;
import io.github.klibras.keras.layer.MergeSpec;
import io.github.klibras.keras.layer.Shape;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;

import java.util.HashSet;
import java.util.List;

/** The layers with several inputs, which in DL4J are vertices of a graph rather than layers. */
final class MergingVertices {

    private MergingVertices() {}

    static boolean isMerging(LayerSpec spec) {
        return spec instanceof ConcatenateSpec || spec instanceof MergeSpec;
    }

    /**
     * Returns DL4J's configuration of such a layer.
     *
     * @throws KerasModelException if DL4J would not compute the same as Keras
     */
    static GraphVertex configure(LayerSpec spec, List<Shape> inputs) {
        return spec instanceof ConcatenateSpec concatenate
                ? KerasConcatenate.along(dimension(concatenate, inputs.get(0)))
                : new ElementWiseVertex(operation((MergeSpec) spec, inputs));
    }

    /** Returns the dimension that is joined, counting the batch. */
    private static int dimension(ConcatenateSpec spec, Shape input) {
        return spec.axis() < 0 ? 1 + input.rank() + spec.axis() : spec.axis();
    }

    private static ElementWiseVertex.Op operation(MergeSpec spec, List<Shape> inputs) {
        if (new HashSet<>(inputs).size() > 1) {
            throw new KerasModelException(
                    "the DL4J back end supports inputs of one shape only, but they are of shapes " + inputs);
        }
        return switch (spec.operation()) {
            case ADD -> ElementWiseVertex.Op.Add;
            case SUBTRACT -> ElementWiseVertex.Op.Subtract;
            case MULTIPLY -> ElementWiseVertex.Op.Product;
            case AVERAGE -> ElementWiseVertex.Op.Average;
            case MAXIMUM -> ElementWiseVertex.Op.Max;
            case MINIMUM -> throw new KerasModelException("the DL4J back end does not support the minimum");
        };
    }
}
