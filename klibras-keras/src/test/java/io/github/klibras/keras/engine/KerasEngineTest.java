package io.github.klibras.keras.engine;

import com.sun.management.ThreadMXBean;
import io.github.klibras.keras.KerasInputException;
import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.KerasModelReader;
import io.github.klibras.keras.ModelFiles;
import io.github.klibras.keras.layer.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KerasEngineTest {

    private static final int FRAMES = 20;
    private static final int FEATURES = 12;
    private static final int SIZE = FRAMES * FEATURES;
    private static final int OUTPUTS = 3;

    private static KerasModel gru() {
        return KerasModelReader.read(ModelFiles.goldenBytes("s_gru_before.h5"), "s_gru_before.h5");
    }

    private static KerasModel simple() {
        return KerasModelReader.read(ModelFiles.goldenBytes("f_simple.keras"), "f_simple.keras");
    }

    private static float[] random(int count) {
        Random random = new Random(count);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @ParameterizedTest
    @EnumSource
    void predictionsAreIdenticalInAnyBatch(Acceleration acceleration) {
        for (KerasModel model : List.of(gru(), simple())) {
            KerasEngine engine = KerasEngine.of(model, acceleration);
            float[] inputs = random(70 * SIZE);
            float[] whole = engine.predict(inputs, 70);

            for (int i = 0; i < 70; i++) {
                float[] alone = engine.predict(Arrays.copyOfRange(inputs, i * SIZE, (i + 1) * SIZE), 1);
                assertThat(Arrays.copyOfRange(whole, i * OUTPUTS, (i + 1) * OUTPUTS))
                        .isEqualTo(alone);
            }
        }
    }

    /**
     * The batch is so large that the frames are projected in several chunks, and repetitions cross their boundaries.
     */
    @Test
    void batchIsComputedInPartsWithTheSameNumbers() {
        KerasEngine engine = KerasEngine.of(gru(), Acceleration.SCALAR);
        float[] inputs = random(600 * SIZE);

        float[] whole = engine.predict(inputs, 600);

        float[] end = engine.predict(Arrays.copyOfRange(inputs, 590 * SIZE, 600 * SIZE), 10);
        assertThat(whole).hasSize(600 * OUTPUTS).endsWith(end);
        inputs[555 * SIZE + 3] = Float.NaN;
        assertRefused(() -> engine.predict(inputs, 600), "Value 3 of number 555 in the batch is NaN");
    }

    @Test
    void inputsAndOutputsHaveNames() {
        KerasModel model = simple();
        KerasEngine engine = KerasEngine.of(model);
        float[] input = random(2 * SIZE);

        Map<String, float[]> outputs = engine.predict(Map.of(model.inputs().get(0), input), 2);

        assertThat(outputs).containsOnlyKeys(model.outputs());
        assertThat(outputs.get(model.outputs().get(0))).isEqualTo(engine.predict(input, 2));
        assertRefused(() -> engine.predict(Map.of("other", input), 2), "the model takes the inputs");
    }

    @Test
    void warmingUpLeavesPredictionsAsTheyAre() {
        KerasEngine engine = KerasEngine.of(gru());
        float[] input = random(SIZE);
        float[] before = engine.predict(input, 1);

        engine.warmUp(10);

        assertThat(engine.predict(input, 1)).isEqualTo(before);
    }

    @Test
    void summaryHasALineForEachLayer() {
        KerasModel model = gru();

        assertThat(model.summary().lines()).hasSize(model.layers().size() + 2);
        assertThat(model.summary())
                .contains("GRU", model.name(), model.outputShape().toString());
    }

    @ParameterizedTest
    @EnumSource
    void repeatedFramesAreComputedLikeOthers(Acceleration acceleration) {
        KerasEngine engine = KerasEngine.of(gru(), acceleration);
        int batch = 400;
        float[] inputs = random(batch * SIZE);
        for (int sequence = 0; sequence < batch; sequence++) {
            for (int frame = 1 + sequence % FRAMES; frame < FRAMES; frame++) {
                int at = sequence * SIZE + frame * FEATURES;
                System.arraycopy(inputs, at - FEATURES, inputs, at, FEATURES);
            }
        }
        float[] nearly = inputs.clone();
        for (int i = 0; i < nearly.length; i++) {
            // Not bit-identical, so that no frame repeats, but too close to change the result noticeably.
            nearly[i] = (i / FEATURES % 2 == 0) ? inputs[i] : Math.nextUp(inputs[i]);
        }

        float[] found = engine.predict(inputs, batch);

        Reference.assertClose(found, engine.predict(nearly, batch));
        for (int i = 0; i < batch; i++) {
            float[] alone = engine.predict(Arrays.copyOfRange(inputs, i * SIZE, (i + 1) * SIZE), 1);
            assertThat(Arrays.copyOfRange(found, i * OUTPUTS, (i + 1) * OUTPUTS))
                    .isEqualTo(alone);
        }
    }

    @ParameterizedTest
    @EnumSource
    void concurrentPredictionsAreIndependent(Acceleration acceleration) throws Exception {
        KerasEngine engine = KerasEngine.of(simple(), acceleration);
        List<float[]> inputs = new ArrayList<>();
        List<float[]> expected = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            inputs.add(random((i + 1) * SIZE));
            expected.add(engine.predict(inputs.get(i), i + 1));
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int own = thread;
                running.add(threads.submit(() -> {
                    for (int round = 0; round < 300; round++) {
                        int i = (own + round) % 8;
                        assertThat(engine.predict(inputs.get(i), i + 1)).isEqualTo(expected.get(i));
                    }
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void runningAllocatesNothing() {
        Workspace workspace = KerasEngine.of(simple(), Acceleration.SCALAR).workspace(3);
        float[] input = random(3 * SIZE);
        float[] output = new float[3 * OUTPUTS];
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 100; i++) {
            predict(workspace, input, output);
        }

        long before = thread.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1000; i++) {
            predict(workspace, input, output);
        }

        // The measurement itself allocates a little; one allocation per run would add up to 16,000 bytes at least.
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(5_000);
    }

    private static void predict(Workspace workspace, float[] input, float[] output) {
        workspace.input(0, input);
        workspace.run();
        workspace.output(0, output);
    }

    @Test
    void bothAccelerationsAgree() {
        for (KerasModel model : List.of(gru(), simple())) {
            float[] inputs = random(11 * SIZE);
            Reference.assertClose(
                    KerasEngine.of(model, Acceleration.VECTOR).predict(inputs, 11),
                    KerasEngine.of(model, Acceleration.SCALAR).predict(inputs, 11));
        }
    }

    @Test
    void refusesInputThatDoesNotFitTheModel() {
        KerasEngine engine = KerasEngine.of(gru());

        assertRefused(
                () -> engine.predict(new float[SIZE - 1], 1),
                "s_gru_before.h5: 1 × [20, 12] values are needed, but got 239");
        assertRefused(() -> engine.predict(new float[SIZE], 2), "2 × [20, 12] values are needed, but got 240");
        assertRefused(() -> engine.predict(new float[0], 0), "A batch of 0 is empty");
        assertRefused(
                () -> engine.predict(new float[10], 1 << 30), "1073741824 × [20, 12] values are needed, but got 10");
        assertRefused(() -> engine.workspace(1 << 30), "a batch of 1073741824 is too large");
        assertRefused(() -> engine.workspace(1).input(0, new float[1]), "takes 240 values, 1 × [20, 12], but got 1");
        assertRefused(
                () -> engine.predict(new float[SIZE], 1, Shape.of(12, 20)),
                "s_gru_before.h5: the model takes input of [20, 12] (without the batch), but got [12, 20]");
        assertRefused(() -> engine.predict(new float[SIZE], 1, Shape.of(Shape.UNKNOWN, 12)), "but got [?, 12]");
        assertRefused(() -> engine.workspace(1, List.of()), "takes 1 inputs, but got 0");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void messageNamesTheNumberThatIsNotFinite(float value) {
        float[] inputs = random(2 * SIZE);
        inputs[SIZE + 7] = value;

        assertRefused(() -> KerasEngine.of(gru()).predict(inputs, 2), "Value 7 of number 1 in the batch is " + value);
    }

    @Test
    void outputNeedsAnArrayOfItsSize() {
        Workspace workspace = KerasEngine.of(gru()).workspace(2);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> workspace.output(0, new float[OUTPUTS]))
                .withMessage("The output has 6 values, not 3");
    }

    private static void assertRefused(Runnable call, String message) {
        assertThatExceptionOfType(KerasInputException.class)
                .isThrownBy(call::run)
                .withMessageContaining(message);
    }
}
