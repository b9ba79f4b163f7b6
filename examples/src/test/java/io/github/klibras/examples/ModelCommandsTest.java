package io.github.klibras.examples;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The commands for users with their own models: {@code predict} and {@code inspect}. */
class ModelCommandsTest {

    private static final int SEQUENCES = 35;
    private static final int SIZE = 100 * 258;

    @TempDir
    private Path folder = Path.of("");

    private String model = "";

    @BeforeEach
    void unpack() throws IOException {
        model = Alphabet.modelFile(folder).toString();
        ByteBuffer input = ByteBuffer.allocate(SEQUENCES * SIZE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < SEQUENCES * SIZE; i++) {
            input.putFloat((float) Math.abs(Math.sin(i)));
        }
        Files.write(folder.resolve("in.f32"), input.array());
    }

    @Test
    void bothEnginesPredictTheSame() throws IOException {
        CommandRun fast = predict("35,100,258", "fast.f32");
        CommandRun dl4j = predict("35,100,258", "dl4j.f32", "--engine", "dl4j");

        CommandRun both = predict("35,100,258", "both.f32", "--engine", "both");

        assertThat(fast.err() + dl4j.err() + both.err()).isEmpty();
        assertThat(folder.resolve("both.f32")).hasSameBinaryContentAs(folder.resolve("fast.f32"));
        assertThat(fast.out()).contains("fast.f32: 35 × 27 numbers");
        float[] expected = floats("dl4j.f32");
        float[] found = floats("fast.f32");
        assertThat(found).hasSize(SEQUENCES * 27);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-5f));
        }
    }

    private float[] floats(String name) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name))).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    @Test
    void mismatchIsReportedInOneLineAndNothingIsWritten() throws IOException {
        assertRefused("--shape 35,100,25: the model takes [100, 258]", predict("35,100,25", "out.f32"));
        assertRefused("has 3612000 bytes, but 34,100,258 needs 3508800", predict("34,100,258", "out.f32"));
        assertRefused("--shape a,b: numbers such as", predict("a,b", "out.f32"));
        assertRefused("none: there is no such folder", predict("35,100,258", "none/out.f32"));
        Files.createDirectory(folder.resolve("empty"));
        assertRefused("this is a directory", predict("35,100,258", "empty"));
        Files.write(folder.resolve("in.f32"), nan(35));
        assertRefused("is NaN, but must be finite", predict("35,100,258", "out.f32"));

        assertThat(folder.resolve("out.f32")).doesNotExist();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("in.f32", "alphabet.keras", "empty");
        }
    }

    private static byte[] nan(int sequences) {
        ByteBuffer input = ByteBuffer.allocate(sequences * SIZE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        input.putFloat(33 * SIZE * Float.BYTES, Float.NaN);
        return input.array();
    }

    @Test
    void inspectListsLayersAndEngines() {
        CommandRun run = CommandRun.of("inspect", model);

        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .anySatisfy(line -> assertThat(line).contains("alphabet.keras: SEQUENTIAL"))
                .anySatisfy(line -> assertThat(line).containsPattern("GRU +\\[.*\\] +[0-9,]+ +<- "))
                .anySatisfy(line -> assertThat(line).matches(" *parameters: [0-9,]+"))
                .contains("  fast: yes", "  dl4j: yes");
    }

    @Test
    void fileThatIsNotAModelIsRefused() {
        CommandRun run = CommandRun.of("inspect", folder.resolve("in.f32").toString());

        assertThat(run.exitCode()).isEqualTo(KlibrasMain.FAILED);
        assertThat(run.err().lines()).singleElement().asString().contains("not a Keras model");
    }

    private CommandRun predict(String shape, String output, String... more) {
        String[] args = {
            "predict",
            "--model",
            model,
            "--input",
            folder.resolve("in.f32").toString(),
            "--shape",
            shape,
            "--output",
            folder.resolve(output).toString()
        };
        String[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return CommandRun.of(all);
    }

    private static void assertRefused(String words, CommandRun run) {
        assertThat(run.exitCode()).isEqualTo(KlibrasMain.FAILED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("klibras: ")
                .contains(words);
    }
}
