package io.github.klibras.keras;

import io.github.klibras.keras.engine.Acceleration;
import io.github.klibras.keras.engine.KerasEngine;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Random damage, 600 rounds with each of four files. */
class CorruptionTest {

    private static final int ROUNDS = 600;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"s_gru_before.keras", "s_dense_bn.keras"})
    void damagedKerasFileIsRefusedOrYieldsTheSameResults(String name) {
        byte[] sound = ModelFiles.goldenBytes(name);
        float[] expected = predict(KerasModelReader.read(sound, name));
        int refused = 0;
        for (byte[] damaged : damaged(sound)) {
            try {
                assertThat(predict(KerasModelReader.read(damaged, "damaged"))).isEqualTo(expected);
            } catch (KerasModelException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(ROUNDS / 2);
    }

    /**
     * An {@code .h5} file has no checksums. Only changed weights go unnoticed; their positions are known from the
     * intact file. (A setting that changes to another valid one would too, but none does here.)
     */
    @ParameterizedTest
    @ValueSource(strings = {"s_gru_before.h5", "s_dense_bn.h5"})
    void onlyDamagedWeightsOfAnH5FileGoUnnoticed(String name) {
        byte[] sound = ModelFiles.goldenBytes(name);
        KerasModel model = KerasModelReader.read(sound, name);
        float[] expected = predict(model);
        BitSet weights = weights(model, sound);
        for (byte[] damaged : damaged(sound)) {
            try {
                float[] found = predict(KerasModelReader.read(damaged, "damaged"));
                if (!Arrays.equals(found, expected)) {
                    assertThat(touches(weights, sound, damaged)).isTrue();
                }
            } catch (KerasModelException e) {
                assertThat(e.getMessage()).startsWith("damaged: ");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"s_gru_before.h5", "s_gru_before.keras"})
    void aHashNoticesEveryDamage(String name) {
        byte[] sound = ModelFiles.goldenBytes(name);
        String hash = KerasModelReader.read(sound, name).sha256();
        Path whole = ModelFiles.write(folder, "whole", sound);
        assertThat(KerasModelReader.read(whole, hash.toUpperCase(Locale.ROOT)).parameters())
                .isPositive();
        Random random = new Random(3);
        for (int round = 0; round < 100; round++) {
            byte[] damaged = sound.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Path file = ModelFiles.write(folder, "damaged", damaged);
            assertThatExceptionOfType(KerasModelException.class).isThrownBy(() -> KerasModelReader.read(file, hash));
        }
    }

    @Test
    void messageNamesTheActualHash() {
        Path file = ModelFiles.write(folder, "m.keras", ModelFiles.goldenBytes("s_dense.keras"));

        assertThatExceptionOfType(KerasModelException.class)
                .isThrownBy(() -> KerasModelReader.read(file, "00"))
                .withMessageMatching(".*m.keras: its SHA-256 is [0-9a-f]{64}, but 00 was expected");
    }

    private static Iterable<byte[]> damaged(byte[] sound) {
        Random random = new Random(11);
        return () -> IntStream.range(0, ROUNDS)
                .mapToObj(round -> {
                    byte[] damaged = sound.clone();
                    switch (round % 3) {
                        case 0 -> damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                        case 1 -> {
                            for (int i = 1 + random.nextInt(8); i > 0; i--) {
                                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                            }
                        }
                        default -> {
                            int from = random.nextInt(damaged.length);
                            Arrays.fill(damaged, from, Math.min(damaged.length, from + random.nextInt(64)), (byte) 0);
                        }
                    }
                    return damaged;
                })
                .iterator();
    }

    private static float[] predict(KerasModel model) {
        float[] input = new float[Math.toIntExact(model.inputShape().elements())];
        for (int i = 0; i < input.length; i++) {
            input[i] = (float) Math.sin(i);
        }
        return KerasEngine.of(model, Acceleration.SCALAR).predict(input, 1);
    }

    private static BitSet weights(KerasModel model, byte[] file) {
        BitSet places = new BitSet();
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        for (KerasLayer layer : model.layers()) {
            for (Tensor tensor : layer.weights().values()) {
                for (int at = 0; at + 4 * tensor.size() <= file.length; at++) {
                    if (bytes.getFloat(at) == tensor.value(0)
                            && bytes.getFloat(at + 4 * tensor.size() - 4) == tensor.value(tensor.size() - 1)) {
                        places.set(at, at + 4 * tensor.size());
                    }
                }
            }
        }
        return places;
    }

    private static boolean touches(BitSet places, byte[] sound, byte[] damaged) {
        for (int i = 0; i < sound.length; i++) {
            if (sound[i] != damaged[i] && places.get(i)) {
                return true;
            }
        }
        return false;
    }
}
