package io.github.klibras.examples;

import io.github.klibras.inference.dl4j.Dl4jEngine;
import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.KerasModelReader;
import io.github.klibras.keras.engine.KerasEngine;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code klibras inspect}: lists the layers of a Keras model, and the engines that compute it. */
@Command(
        name = "inspect",
        description = "Lists the layers of a Keras model, and the engines that compute it.",
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "A Keras model, .keras or .h5.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Longer names push the following columns to the right. */
    private static final int MAX_WIDTH = 40;

    @Override
    public Integer call() {
        KerasModel model = KerasModelReader.read(file);
        String fast = verdict(() -> KerasEngine.of(model));
        String dl4j = verdict(() -> Dl4jEngine.of(model).close());
        PrintWriter out = spec.commandLine().getOut();
        out.println(Problems.oneLine(
                model.source() + ": " + model.kind() + " '" + model.name() + "', Keras " + model.kerasVersion()));
        int width = model.layers().stream()
                .mapToInt(layer -> Math.min(Math.max(layer.name().length(), 1), MAX_WIDTH))
                .max()
                .orElse(1);
        for (KerasLayer layer : model.layers()) {
            long parameters =
                    layer.weights().values().stream().mapToLong(Tensor::size).sum();
            String from = layer.inputs().isEmpty() ? "" : "  <- " + String.join(", ", layer.inputs());
            out.println(Problems.oneLine(String.format(
                    Locale.ROOT,
                    "  %-" + width + "s  %-22s %-16s %,12d%s",
                    layer.name(),
                    layer.kerasClass(),
                    layer.outputShape(),
                    parameters,
                    from)));
        }
        out.println(
                "  inputs: " + String.join(", ", model.inputs()) + "; outputs: " + String.join(", ", model.outputs()));
        out.println("  parameters: " + String.format(Locale.ROOT, "%,d", model.parameters()));
        out.println("  fast: " + fast);
        out.println("  dl4j: " + dl4j);
        out.flush();
        return 0;
    }

    private static String verdict(Runnable build) {
        try {
            build.run();
            return "yes";
        } catch (RuntimeException | LinkageError e) {
            return Problems.oneLine("no, " + Problems.describe(e));
        }
    }
}
