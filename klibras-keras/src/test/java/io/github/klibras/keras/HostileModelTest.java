package io.github.klibras.keras;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Small files that ask for much, and what the host notices of reading any. */
class HostileModelTest {

    @Test
    void groupsThatHoldEachOtherAreNotWalkedThroughForever() throws IOException {
        try (var in = Objects.requireNonNull(getClass().getResourceAsStream("/hostile/hard_links.keras"))) {
            assertThatExceptionOfType(KerasModelException.class)
                    .isThrownBy(() -> KerasModelReader.read(in, "hard_links.keras"))
                    .withMessageContaining("its groups hold each other");
        }
    }

    @Test
    void modelThatMakesTooManyValuesIsRefusedWhileItIsRead() {
        String dense = "{\"module\": \"keras.layers\", \"class_name\": \"Dense\", \"config\": {\"name\": \"dense_6\"";
        String repeat = "{\"module\": \"keras.layers\", \"class_name\": \"RepeatVector\", \"config\":"
                + " {\"name\": \"repeat\", \"n\": 600000000}, \"registered_name\": null}, ";
        byte[] small = ModelFiles.withConfig("s_dense.keras", dense, repeat + dense);

        assertThatExceptionOfType(KerasModelException.class)
                .isThrownBy(() -> KerasModelReader.read(small, "small.keras"))
                .withMessageContaining("layer 'repeat' (RepeatVector)")
                .withMessageContaining("more than 268435456 values");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            version https://git-lfs.github.com/spec/v1 | run 'git lfs pull'
            ....TFL3....                               | this is a TensorFlow Lite model
            {"class_name": "Sequential"}               | this is JSON, perhaps of model.to_json()
            """)
    void otherFilesAreCalledWhatTheyAre(String content, String hint) {
        assertThatExceptionOfType(KerasModelException.class)
                .isThrownBy(() -> KerasModelReader.read(content.getBytes(StandardCharsets.UTF_8), "model"))
                .withMessageContaining(hint);
    }

    @Test
    void streamIsReadToItsEndAndLeftOpen() throws IOException {
        byte[] content = ModelFiles.goldenBytes("s_dense.keras");
        ByteArrayInputStream in = new ByteArrayInputStream(content);

        KerasModel model = KerasModelReader.read(in, "resource");

        assertThat(in.available()).isZero();
        assertThat(model.sha256())
                .isEqualTo(KerasModelReader.read(content, "resource").sha256());
    }

    @Test
    void readingLogsNothingBelowWarnings() {
        KerasModelReader.read(ModelFiles.goldenBytes("s_dense.h5"), "s_dense.h5");

        assertThat(Logger.getLogger("io.jhdf").getLevel()).isEqualTo(Level.WARNING);
    }
}
