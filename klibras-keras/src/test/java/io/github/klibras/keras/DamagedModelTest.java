package io.github.klibras.keras;

import io.github.klibras.keras.layer.InvalidModelException;
import io.github.klibras.keras.layer.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DamagedModelTest {

    @TempDir
    Path folder;

    @Test
    void namesAMissingFile() {
        assertRefused(folder.resolve("none.h5"), "none.h5", "no such file");
    }

    @Test
    void refusesEmptyFilesEmptyPathsAndDirectories() {
        assertRefused(new byte[0], "m.bin: the file is empty");
        assertRefused(Path.of(""), "path of the model is empty");
        assertRefused(folder, "this is a directory");
    }

    @Test
    void aShapeWithoutSizesHasNoLastOne() {
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> Shape.of().last());
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> Shape.of().withLast(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P", "PK", "GIF89a, a picture", "\u0089HDX\r\n\u001a\n and so on"})
    void refusesFilesOfOtherFormats(String content) {
        assertRefused(content.getBytes(StandardCharsets.ISO_8859_1), "not a Keras model", "HDF5 file", "zip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s_gru_before.h5", "s_gru_before.keras"})
    void refusesTruncatedFiles(String golden) {
        byte[] whole = ModelFiles.goldenBytes(golden);
        for (int length : new int[] {8, 9, 50, 100, 1000, 8192, 16000, whole.length / 2, whole.length - 1}) {
            assertRefused(Arrays.copyOf(whole, length), "m.bin: ");
        }
    }

    @Test
    void refusesAZipThatIsNotAModel() {
        Map<String, byte[]> entries = ModelFiles.unzip(ModelFiles.goldenBytes("s_dense.keras"));
        entries.remove("model.weights.h5");
        assertRefused(ModelFiles.zip(entries), "no entry 'model.weights.h5'");

        entries.put("model.weights.h5", new byte[] {1, 2, 3});
        assertRefused(ModelFiles.zip(entries), "'model.weights.h5' is not an HDF5 file");

        entries.put("config.json", "[not json".getBytes(StandardCharsets.UTF_8));
        assertRefused(ModelFiles.zip(entries), "configuration is not valid JSON");
    }

    @Test
    void refusesAnEntryWhoseChecksumDoesNotMatch() {
        byte[] keras = ModelFiles.goldenBytes("s_dense.keras");
        int weights = new String(keras, StandardCharsets.ISO_8859_1).indexOf("HDF\r\n");
        keras[weights + 4000] ^= 1;

        assertRefused(keras, "'model.weights.h5' is damaged", "CRC");
    }

    @Test
    void refusesAnEntryThatInflatesBeyondTheLimit() {
        Map<String, byte[]> entries = ModelFiles.unzip(ModelFiles.goldenBytes("s_dense.keras"));
        entries.put("config.json", new byte[17 << 20]);

        assertRefused(ModelFiles.zip(entries), "'config.json' is larger than");
    }

    @Test
    void refusesWeightsWithoutAConfiguration() {
        byte[] noConfig = ModelFiles.patch(ModelFiles.goldenBytes("s_dense.h5"), "model_config", "model_notice");

        assertRefused(noConfig, "'model_config' is missing", "model.save(");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            s_gru_nobias.h5 | GRU", "c            | GRX", "c            | layer 'gru_8' (GRX) | are not supported | GRU, GaussianDropout
            s_gru_nobias.h5 | "units": 9          | "units": 8          | layer 'gru_8' (GRU) | weight 'kernel'   | shape [12, 27], but [12, 24] is required
            s_gru_nobias.h5 | "name": "gru_8"     | "name": "gru_9"     | layer 'gru_9' (GRU) | no weights        | [gru_8, dense_13]
            s_gru_nobias.h5 | "use_bias": false   | "use_bias": true_   | m.bin               | configuration     | JSON
            s_gru_nobias.h5 | "reset_after"       | "reset_aftre"       | layer 'gru_8' (GRU) | 'reset_after'     | is missing
            s_gru_nobias.h5 | "tanh"              | "tahn"              | layer 'gru_8' (GRU) | 'tahn'            | relu, tanh
            s_gru_nobias.h5 | layer_names         | lawyer_name         | m.bin               | 'layer_names'     | is missing
            s_dense.h5      | "Sequential"        | "Sequestial"        | m.bin               | 'Sequestial'      | Functional
            f_simple.h5     | ["d1", 0, 0]        | ["dx", 0, 0]        | layer 'o' (Dense)   | 'dx'              | no layer of the model
            f_simple.h5     | "training": false   | "training":  true   | layer 'g1'          | training=true     | not supported
            """)
    void namesLayerAndFaultOfAnAlteredH5(
            String golden, String from, String to, String part, String otherPart, String lastPart) {
        assertRefused(ModelFiles.patch(ModelFiles.goldenBytes(golden), from, to), "m.bin: ", part, otherPart, lastPart);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            s_gru_nobias.keras | "class_name": "GRU"  | "class_name": "Gru"  | layer 'gru_8' (Gru) | are not supported
            s_gru_nobias.keras | "units": 9           | "units": 8           | weight 'kernel'     | shape [12, 27], but [12, 24] is required
            s_gru_nobias.keras | "units": 9           | "units": 2000000000  | layer 'gru_8'       | too large
            s_gru_nobias.keras | "name": "gru_8"      | "name": "renamed"    | layer 'renamed'     | those are of layer 'gru_8'
            s_gru_nobias.keras | "use_bias": false    | "use_bias": true     | layer 'gru_8'       | cell/vars/2
            s_gru_nobias.keras | "module": "keras.layers", "class_name": "GRU" | "module": "mine", "class_name": "GRU" | layer 'gru_8' | custom layer
            s_gru_nobias.keras | "stateful": false    | "time_major": true   | layer 'gru_8'       | 'time_major' is true
            s_gru_nobias.keras | "unroll": false      | "unroll": false, "new_trick": 3 | layer 'gru_8' | 'new_trick' is 3
            s_gru_nobias.keras | "module": "keras", "class_name": "Sequential" | "module": "mine", "class_name": "Sequential" | m.bin | is a custom layer (mine
            s_gru_nobias.keras | "activation": "tanh" | "activation": {"class_name": "function", "module": "mine", "config": "tanh"} | layer 'gru_8' | custom function (mine
            s_gru_nobias.keras | "config": {"name": "float32"} | "config": {"mode": "int8", "source_name": "float32"} | layer 'gru_8' | only float32
            s_gru_nobias.keras | "float32"            | "mixed_float16"      | layer 'input_layer_7' | only float32
            s_gru_nobias.keras | [null, 20, 12]       | [null, 20, null]     | layer 'gru_8'       | last size must be known
            s_dense_bn.keras   | "axis": -1           | "axis": 0            | batch_normalization | 'axis' is 0, but the input is [8]
            s_dense_bn.keras   | "scale": true        | "scale": false       | batch_normalization | [vars/0, vars/1, vars/2, vars/3], but [vars/0, vars/1, vars/2]
            f_simple.keras     | ["g1", 0, 0]         | ["o", 0, 0]          | m.bin               | has a cycle
            f_simple.keras     | ["g1", 0, 0]         | ["g1", 1, 0]         | layer 'd1'          | use 1 of 'g1', which does not exist
            """)
    void namesLayerAndFaultOfAnAlteredKerasFile(String golden, String from, String to, String part, String otherPart) {
        assertRefused(ModelFiles.withConfig(golden, from, to), "m.bin: ", part, otherPart);
    }

    @Test
    void refusesWeightsOfLayersThatTheModelDoesNotHave() {
        Map<String, byte[]> entries = ModelFiles.unzip(ModelFiles.goldenBytes("s_gru_before.keras"));
        Map<String, byte[]> smaller = ModelFiles.unzip(ModelFiles.goldenBytes("s_gru_nobias.keras"));
        entries.put("config.json", Objects.requireNonNull(smaller.get("config.json")));

        assertRefused(ModelFiles.zip(entries), "layer 'gru_8' (GRU)");
    }

    @Test
    void refusesWeightsThatAreNotFinite() {
        byte[] h5 = ModelFiles.goldenBytes("s_dense.h5");
        KerasModel model = KerasModelReader.read(ModelFiles.write(folder, "sound.h5", h5));
        float first = model.layer("dense_6").weight("kernel").value(0);
        int at = indexOf(h5, Float.floatToIntBits(first));
        h5[at + 2] = (byte) 0xc0;
        h5[at + 3] = 0x7f;

        assertRefused(h5, "layer 'dense_6' (Dense)", "weight 'kernel'", "value 0 is NaN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s_gru_before.h5", "s_dense_bn.h5"})
    void damageCausesNoOtherException(String golden) {
        byte[] sound = ModelFiles.goldenBytes(golden);
        Random random = new Random(7);
        int refused = 0;
        for (int round = 0; round < 500; round++) {
            byte[] damaged = sound.clone();
            for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                KerasModelReader.read(ModelFiles.write(folder, "m.bin", damaged));
            } catch (KerasModelException expected) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private static int indexOf(byte[] content, int littleEndian) {
        for (int i = 0; i + 4 <= content.length; i++) {
            int value = (content[i] & 0xff)
                    | (content[i + 1] & 0xff) << 8
                    | (content[i + 2] & 0xff) << 16
                    | content[i + 3] << 24;
            if (value == littleEndian) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }

    private void assertRefused(byte[] content, String... parts) {
        assertRefused(ModelFiles.write(folder, "m.bin", content), parts);
    }

    private static void assertRefused(Path file, String... parts) {
        assertThatExceptionOfType(KerasModelException.class)
                .isThrownBy(() -> KerasModelReader.read(file))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }
}
