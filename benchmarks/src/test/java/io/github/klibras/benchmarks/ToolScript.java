package io.github.klibras.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code tools/broker} on the folder of the broker that the tests use. */
final class ToolScript {

    private ToolScript() {}

    static void broker(String command, String... arguments) throws IOException, InterruptedException {
        Path script = Path.of(System.getProperty("klibras.root"), "tools", "broker");
        List<String> words =
                new ArrayList<>(List.of("bash", script.toString(), command, Environment.variable("KLIBRAS_AMQP_DIR")));
        words.addAll(List.of(arguments));
        // Discards the output: the broker that is started would keep a pipe open.
        int code = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("tools/broker " + command + " ended with " + code);
        }
    }
}
