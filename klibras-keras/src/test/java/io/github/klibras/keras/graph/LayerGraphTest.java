package io.github.klibras.keras.graph;

import io.github.klibras.keras.layer.IdentitySpec;
import io.github.klibras.keras.layer.InputSpec;
import io.github.klibras.keras.layer.InvalidModelException;
import io.github.klibras.keras.layer.Shape;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LayerGraphTest {

    private static final Shape SHAPE = Shape.of(3);

    private static LayerNode input(String name) {
        return new LayerNode(name, "InputLayer", true, true, new InputSpec(SHAPE), null, List.of(Call.of()));
    }

    private static LayerNode identity(String name, Call... calls) {
        return new LayerNode(name, "Identity", true, true, new IdentitySpec(), null, List.of(calls));
    }

    private static LayerNode nested(String name, ModelConfig model, List<Call> calls) {
        return new LayerNode(name, "Functional", true, true, null, model, calls);
    }

    private static ModelConfig model(List<LayerNode> layers, TensorReference output) {
        return new ModelConfig(false, "m", layers, List.of(layers.get(0).name()), List.of(output));
    }

    private static Call from(String layer) {
        return Call.of(TensorReference.to(layer));
    }

    @Test
    void nestedModelsAreFlattenedAndUsesNumbered() {
        ModelConfig inner = model(List.of(input("i"), identity("a", from("i"))), TensorReference.to("a"));
        Call ofSecond = Call.of(new TensorReference("inner", 1, 0));
        ModelConfig outer = model(
                List.of(
                        input("i"),
                        nested("inner", inner, List.of(from("i"), from("b"))),
                        identity("b", from("inner")),
                        identity("c", ofSecond)),
                TensorReference.to("c"));

        LayerGraph.Result graph = LayerGraph.of(outer);

        assertThat(graph.uses().stream().map(use -> use.name() + use.inputs()))
                .containsExactly("i[]", "inner/a[i]", "b[inner/a]", "inner#1/a[b]", "c[inner#1/a]");
        assertThat(graph.outputs()).containsExactly("c");
    }

    @Test
    void refusesNamesThatCollideWithNumberedUses() {
        ModelConfig model = model(
                List.of(input("i"), identity("d", from("i"), from("d")), identity("d#1", from("i"))),
                TensorReference.to("d"));

        assertRefused(model, "two uses of layers are named 'd#1'");
    }

    @Test
    void refusesConfigurationsThatExpandToBillionsOfLayers() {
        ModelConfig model = model(List.of(input("i"), identity("a", from("i"))), TensorReference.to("a"));
        for (int depth = 0; depth < 10; depth++) {
            List<Call> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(from("i"));
            }
            model = model(List.of(input("i"), nested("n", model, calls)), TensorReference.to("n"));
        }

        assertRefused(model, "layers are used more than 16384 times");
    }

    @Test
    void refusesCyclesAndMissingLayers() {
        assertRefused(
                model(List.of(input("i"), identity("a", from("b")), identity("b", from("a"))), TensorReference.to("b")),
                "has a cycle");
        assertRefused(
                model(List.of(input("i"), identity("a", from("x"))), TensorReference.to("a")),
                "takes input from 'x', which is no layer of the model");
    }

    private static void assertRefused(ModelConfig model, String message) {
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> LayerGraph.of(model))
                .withMessageContaining(message);
    }
}
