package io.github.klibras.examples;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** Real clips of signs, recognized from the file to the verdict. */
class ClipsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"Azul", "Brinquedo", "Escola", "Nome", "Casa", "Amigo", "Familia", "Libras", "Sim", "Professor"})
    void aClipShowsItsSign(String sign) {
        CommandRun run = CommandRun.of(
                "recognize",
                shared("videos/" + sign + ".mp4"),
                "--expect",
                sign,
                "--model",
                shared("models/words.keras"),
                "--labels",
                shared("models/words.labels.txt"),
                "--landmark-models",
                shared("models/mediapipe"));

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).endsWith("- " + sign + " shown" + System.lineSeparator());
    }

    private static String shared(String name) {
        return SharedData.require(Path.of(System.getProperty("klibras.shared", "../../shared"))
                        .resolve(name))
                .toString();
    }
}
