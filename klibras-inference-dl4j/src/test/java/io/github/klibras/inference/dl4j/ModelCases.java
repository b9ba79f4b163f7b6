package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.layer.Activation;
import io.github.klibras.keras.layer.ActivationSpec;
import io.github.klibras.keras.layer.BatchNormalizationSpec;
import io.github.klibras.keras.layer.BidirectionalSpec;
import io.github.klibras.keras.layer.ConcatenateSpec;
import io.github.klibras.keras.layer.Conv1dSpec;
import io.github.klibras.keras.layer.DenseSpec;
import io.github.klibras.keras.layer.DropoutSpec;
import io.github.klibras.keras.layer.EluSpec;
import io.github.klibras.keras.layer.FlattenSpec;
import io.github.klibras.keras.layer.GlobalPooling1dSpec;
import io.github.klibras.keras.layer.GruSpec;
import io.github.klibras.keras.layer.IdentitySpec;
import io.github.klibras.keras.layer.LayerSpec;
import io.github.klibras.keras.layer.LstmSpec;
import io.github.klibras.keras.layer.MergeSpec;
import io.github.klibras.keras.layer.Padding;
import io.github.klibras.keras.layer.Pooling1dSpec;
import io.github.klibras.keras.layer.RecurrentSettings;
import io.github.klibras.keras.layer.RecurrentSpec;
import io.github.klibras.keras.layer.ReluSpec;
import io.github.klibras.keras.layer.Shape;
import io.github.klibras.keras.layer.SimpleRnnSpec;
import io.github.klibras.keras.layer.SoftmaxSpec;
import org.junit.jupiter.api.Named;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Small models of every kind of layer that DL4J computes, each in all its forms. */
final class ModelCases {

    private static final int STEPS = 5;
    private static final int FEATURES = 4;
    private static final int UNITS = 6;
    private static final Shape SEQUENCE = Shape.of(STEPS, FEATURES);

    private final List<Named<KerasModel>> cases = new ArrayList<>();

    private ModelCases() {}

    static List<Named<KerasModel>> chains() {
        ModelCases cases = new ModelCases();
        cases.addRecurrent();
        cases.addBidirectional();
        cases.addConvolutions();
        cases.addPooling();
        cases.addElementwise();
        cases.addWholeModels();
        return cases.cases;
    }

    static List<Named<KerasModel>> graphs() {
        ModelCases cases = new ModelCases();
        cases.addMerging();
        cases.addConcatenating();
        cases.addSharing();
        return cases.cases;
    }

    private void addRecurrent() {
        for (boolean bias : new boolean[] {true, false}) {
            for (boolean sequences : new boolean[] {true, false}) {
                RecurrentSettings settings = settings(UNITS, bias, sequences);
                everyRecurrent(settings).forEach(spec -> add(SEQUENCE, spec));
            }
        }
        for (int one = 0; one < 3; one++) {
            int features = one == 0 ? 1 : FEATURES;
            int steps = one == 1 ? 1 : STEPS;
            RecurrentSettings settings = settings(one == 2 ? 1 : UNITS, true, true);
            everyRecurrent(settings).forEach(spec -> add(Shape.of(steps, features), spec));
        }
        for (Activation activation : List.of(Activation.SOFTMAX, Activation.RELU, Activation.GELU)) {
            RecurrentSettings settings = settings(UNITS, true, true);
            add(SEQUENCE, new LstmSpec(settings, activation, Activation.SIGMOID));
            add(SEQUENCE, new LstmSpec(settings, Activation.TANH, activation));
            add(SEQUENCE, new SimpleRnnSpec(settings, activation));
        }
        for (Activation hardSigmoid : List.of(Activation.HARD_SIGMOID, Activation.HARD_SIGMOID_OF_KERAS_2)) {
            add(SEQUENCE, new LstmSpec(settings(UNITS, true, false), Activation.TANH, hardSigmoid));
            add(SEQUENCE, new GruSpec(settings(UNITS, true, false), Activation.TANH, hardSigmoid, true));
        }
    }

    private static List<RecurrentSpec> everyRecurrent(RecurrentSettings settings) {
        return List.of(
                new GruSpec(settings, Activation.TANH, Activation.SIGMOID, true),
                new GruSpec(settings, Activation.SOFTSIGN, Activation.SOFTMAX, false),
                new LstmSpec(settings, Activation.TANH, Activation.SIGMOID),
                new LstmSpec(settings, Activation.SOFTSIGN, Activation.HARD_SIGMOID),
                new SimpleRnnSpec(settings, Activation.TANH));
    }

    private void addBidirectional() {
        for (BidirectionalSpec.Merge merge : BidirectionalSpec.Merge.values()) {
            for (boolean sequences : new boolean[] {true, false}) {
                for (RecurrentSpec spec : everyRecurrent(settings(UNITS, true, sequences))) {
                    add(SEQUENCE, both(spec, merge));
                }
            }
        }
        add(
                Shape.of(1, FEATURES),
                both(everyRecurrent(settings(UNITS, true, true)).get(0), BidirectionalSpec.Merge.CONCAT));
        add(
                Shape.of(1, FEATURES),
                both(everyRecurrent(settings(1, false, false)).get(2), BidirectionalSpec.Merge.CONCAT));
    }

    static BidirectionalSpec both(RecurrentSpec forward, BidirectionalSpec.Merge merge) {
        RecurrentSettings settings = forward.settings();
        return new BidirectionalSpec(
                forward,
                forward.with(new RecurrentSettings(
                        settings.units(), settings.useBias(), settings.returnSequences(), true, false)),
                merge);
    }

    private void addConvolutions() {
        for (Padding padding : Padding.values()) {
            for (int kernel = 1; kernel <= 4; kernel++) {
                for (int[] step : new int[][] {{1, 1}, {2, 1}, {3, 1}, {6, 1}, {1, 2}, {1, 3}}) {
                    boolean bias = kernel % 2 == 0;
                    Conv1dSpec spec = new Conv1dSpec(3, kernel, step[0], step[1], 1, padding, Activation.LINEAR, bias);
                    add(Shape.of(11, FEATURES), spec);
                }
            }
        }
        add(SEQUENCE, new Conv1dSpec(3, 2, 1, 1, 1, Padding.SAME, Activation.SOFTMAX, true));
        add(SEQUENCE, new Conv1dSpec(3, 2, 1, 1, 1, Padding.SAME, Activation.GELU, true));
        add(Shape.of(5, 1), new Conv1dSpec(1, 2, 1, 1, 1, Padding.VALID, Activation.RELU, true));
        add(Shape.of(1, FEATURES), new Conv1dSpec(3, 2, 1, 1, 1, Padding.SAME, Activation.RELU, true));
    }

    private void addPooling() {
        for (Pooling1dSpec.Kind kind : Pooling1dSpec.Kind.values()) {
            for (Padding padding : List.of(Padding.VALID, Padding.SAME)) {
                for (int size = 1; size <= 4; size++) {
                    for (int stride = 1; stride <= 4; stride++) {
                        add(Shape.of(7, FEATURES), new Pooling1dSpec(kind, size, stride, padding));
                    }
                }
            }
            add(SEQUENCE, new GlobalPooling1dSpec(kind, false));
            add(SEQUENCE, new GlobalPooling1dSpec(kind, true));
            add(SEQUENCE, new GlobalPooling1dSpec(kind, false), new DenseSpec(3, Activation.SOFTMAX, true));
            add(Shape.of(1, 1), new GlobalPooling1dSpec(kind, false));
        }
    }

    private void addElementwise() {
        for (Shape shape :
                List.of(SEQUENCE, Shape.of(FEATURES), Shape.of(1, FEATURES), Shape.of(STEPS, 1), Shape.of(1))) {
            Arrays.stream(Activation.values()).forEach(activation -> add(shape, new ActivationSpec(activation)));
            add(shape, new DenseSpec(UNITS, Activation.RELU, true), new DenseSpec(3, Activation.SOFTMAX, false));
            add(shape, new SoftmaxSpec(-1));
            add(shape, new EluSpec(0.3));
            add(shape, new ReluSpec(null, 0, 0));
            add(shape, new ReluSpec(null, 0.3, 0));
            add(shape, new ReluSpec(0.8, 0.1, 0.25));
            add(shape, new ReluSpec(6.0, 0, 0));
            add(shape, new IdentitySpec());
            add(shape, new DropoutSpec(0));
            add(shape, new DropoutSpec(1));
            add(shape, new DropoutSpec(0.4));
            add(shape, new BatchNormalizationSpec(0.01, true, true, -1));
            add(shape, new BatchNormalizationSpec(0.001, false, false, -1));
            add(shape, new FlattenSpec());
        }
    }

    private void addWholeModels() {
        RecurrentSpec lstm = new LstmSpec(settings(UNITS, true, true), Activation.TANH, Activation.SIGMOID);
        add(
                Shape.of(12, FEATURES),
                new Conv1dSpec(5, 3, 1, 1, 1, Padding.SAME, Activation.RELU, true),
                new BatchNormalizationSpec(0.001, true, true, -1),
                new Pooling1dSpec(Pooling1dSpec.Kind.MAX, 2, 2, Padding.VALID),
                new DropoutSpec(0.2),
                both(lstm, BidirectionalSpec.Merge.CONCAT),
                new DenseSpec(4, Activation.TANH, true),
                new FlattenSpec(),
                new DenseSpec(3, Activation.SOFTMAX, true));
        add(
                SEQUENCE,
                lstm,
                new Conv1dSpec(5, 2, 1, 1, 1, Padding.CAUSAL, Activation.GELU, true),
                new DenseSpec(4, Activation.SOFTMAX, true),
                new GlobalPooling1dSpec(Pooling1dSpec.Kind.AVERAGE, false),
                new BatchNormalizationSpec(0.001, true, true, -1),
                new ActivationSpec(Activation.SELU),
                new DenseSpec(2, Activation.SIGMOID, true));
        add(
                SEQUENCE,
                both(new SimpleRnnSpec(settings(3, true, true), Activation.TANH), BidirectionalSpec.Merge.AVE),
                new Pooling1dSpec(Pooling1dSpec.Kind.AVERAGE, 2, 2, Padding.SAME),
                new GruSpec(settings(3, true, false), Activation.TANH, Activation.SIGMOID, true),
                new ActivationSpec(Activation.SOFTMAX));
    }

    private void addMerging() {
        for (MergeSpec.Operation operation : MergeSpec.Operation.values()) {
            if (operation == MergeSpec.Operation.MINIMUM) {
                continue;
            }
            for (Shape shape : List.of(SEQUENCE, Shape.of(FEATURES), Shape.of(1))) {
                add(
                        operation + " of two " + shape,
                        Models.graph()
                                .input("in", shape)
                                .layer("a", new DenseSpec(3, Activation.TANH, true), "in")
                                .layer("b", new DenseSpec(3, Activation.RELU, true), "in")
                                .layer("merged", new MergeSpec(operation), "a", "b")
                                .model("merged"));
            }
            if (operation != MergeSpec.Operation.SUBTRACT) {
                add(
                        operation + " of three",
                        Models.graph()
                                .input("x", SEQUENCE)
                                .input("y", SEQUENCE)
                                .layer("z", new ActivationSpec(Activation.TANH), "y")
                                .layer("merged", new MergeSpec(operation), "z", "x", "y")
                                .model("merged"));
            }
        }
    }

    private void addConcatenating() {
        for (int axis : new int[] {-1, 2, 1, -2}) {
            add(
                    "concatenate sequences along " + axis,
                    Models.graph()
                            .input("in", SEQUENCE)
                            .layer(
                                    "gru",
                                    new GruSpec(
                                            settings(FEATURES, true, true), Activation.TANH, Activation.SIGMOID, true),
                                    "in")
                            .layer(
                                    "lstm",
                                    new LstmSpec(settings(FEATURES, true, true), Activation.TANH, Activation.SIGMOID),
                                    "in")
                            .layer("joined", new ConcatenateSpec(axis), "lstm", "in", "gru")
                            .layer("flat", new FlattenSpec(), "joined")
                            .layer("out", new DenseSpec(3, Activation.SOFTMAX, true), "flat")
                            .model("out"));
        }
        add(
                "concatenate rows",
                Models.graph()
                        .input("sequence", SEQUENCE)
                        .input("row", Shape.of(3))
                        .layer("pooled", new GlobalPooling1dSpec(Pooling1dSpec.Kind.MAX, false), "sequence")
                        .layer(
                                "last",
                                both(
                                        new SimpleRnnSpec(settings(2, true, false), Activation.TANH),
                                        BidirectionalSpec.Merge.CONCAT),
                                "sequence")
                        .layer("joined", new ConcatenateSpec(-1), "row", "last", "pooled")
                        .layer("out", new DenseSpec(3, Activation.SOFTMAX, true), "joined")
                        .model("out"));
    }

    private void addSharing() {
        add(
                "a residual around activations",
                Models.graph()
                        .input("in", SEQUENCE)
                        .layer("a", new DenseSpec(FEATURES, Activation.LINEAR, true), "in")
                        .layer("b", new ActivationSpec(Activation.TANH), "a")
                        .layer("c", new ActivationSpec(Activation.GELU), "in")
                        .layer("d", new DropoutSpec(0.5), "a")
                        .layer("e", new ReluSpec(null, 0.1, 0), "d")
                        .layer("sum", new MergeSpec(MergeSpec.Operation.ADD), "in", "a", "b", "c", "d", "e")
                        .model("sum"));
        add(
                "one layer twice into another",
                Models.graph()
                        .input("in", Shape.of(FEATURES))
                        .layer("a", new DenseSpec(3, Activation.TANH, true), "in")
                        .layer("sum", new MergeSpec(MergeSpec.Operation.ADD), "a", "a")
                        .layer("joined", new ConcatenateSpec(-1), "sum", "a", "sum")
                        .model("joined"));
        add(
                "names as the reader makes them",
                Models.graph()
                        .input("in", Shape.of(FEATURES))
                        .layer("inner/dense", new DenseSpec(3, Activation.TANH, true), "in")
                        .layer("inner/dense#1", new DenseSpec(3, Activation.TANH, true), "inner/dense")
                        .layer("sum", new MergeSpec(MergeSpec.Operation.ADD), "inner/dense", "inner/dense#1")
                        .model("sum"));
    }

    static RecurrentSettings settings(int units, boolean bias, boolean sequences) {
        return new RecurrentSettings(units, bias, sequences, false, false);
    }

    /** Adds the layers alone and between others, because DL4J keeps values between layers in different memory. */
    private void add(Shape input, LayerSpec... specs) {
        add(input + " " + Arrays.toString(specs), Models.chain(input, specs));
        LayerSpec[] between = new LayerSpec[specs.length + 2];
        between[0] = new DropoutSpec(0.5);
        System.arraycopy(specs, 0, between, 1, specs.length);
        between[specs.length + 1] = new DropoutSpec(0.5);
        add(input + " between others " + Arrays.toString(specs), Models.chain(input, between));
    }

    private void add(String name, KerasModel model) {
        cases.add(Named.of(name, model));
    }
}
