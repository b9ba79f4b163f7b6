package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.model.ModelUnavailableException;
import io.github.klibras.core.video.Picture;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolverWithXNNPACK;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;
import org.bytedeco.tensorflowlite.TfLiteIntArray;
import org.bytedeco.tensorflowlite.TfLiteTensor;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** A net that is ready to run, for one thread at a time. */
final class Net implements AutoCloseable {

    private static final int OK = 0;
    private static final int FLOAT32 = 1;

    private final NetFile file;
    private final BuiltinOpResolverWithXNNPACK resolver;
    private final Interpreter interpreter;
    private final FloatBuffer input;
    private final List<FloatBuffer> outputs = new ArrayList<>();

    /**
     * Prepares a net.
     *
     * @param threads how many of TensorFlow Lite's own threads compute it, at least 1
     * @throws ModelUnavailableException if its inputs or outputs are not those of its kind
     */
    Net(NetFile file, int threads) {
        this.file = file;
        resolver = new BuiltinOpResolverWithXNNPACK();
        interpreter = new Interpreter((Pointer) null);
        try (InterpreterBuilder builder = new InterpreterBuilder(file.model(), resolver)) {
            require(builder.apply(interpreter, threads) == OK && !interpreter.isNull(), "it cannot be prepared");
            NetKind kind = file.kind();
            selectOutputs(kind);
            require(interpreter.AllocateTensors() == OK, "there is no memory for it");
            long inputs = interpreter.inputs().limit();
            require(inputs == 1, "it takes " + inputs + " inputs, not 1");
            requirePicture(interpreter.input_tensor(0), kind);
            input = interpreter
                    .typed_input_tensor_float(0)
                    .capacity(kind.inputSize())
                    .asBuffer();
            for (int i = 0; i < kind.outputs().size(); i++) {
                NetKind.Output output = kind.outputs().get(i);
                requireSize(interpreter.output_tensor(i), output.size(), "output " + output.index());
                outputs.add(interpreter
                        .typed_output_tensor_float(i)
                        .capacity(output.size())
                        .asBuffer());
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Selects the wanted outputs; anything needed only for the others is not computed. */
    private void selectOutputs(NetKind kind) {
        int[] all = new int[Math.toIntExact(interpreter.outputs().limit())];
        interpreter.outputs().get(all);
        int[] wanted = new int[kind.outputs().size()];
        for (int i = 0; i < wanted.length; i++) {
            int index = kind.outputs().get(i).index();
            require(index < all.length, "it gives " + all.length + " outputs");
            wanted[i] = all[index];
        }
        require(interpreter.SetOutputs(wanted) == OK, "its outputs cannot be chosen");
    }

    /** Returns the buffer for the input. */
    FloatBuffer input() {
        return input;
    }

    /** Computes the outputs for the input in the buffer. */
    void run() {
        if (interpreter.Invoke() != OK) {
            throw new IllegalStateException("TensorFlow Lite could not compute " + file);
        }
    }

    /**
     * Returns one of the outputs of the last run.
     *
     * @param index the index in {@link NetKind#outputs()}
     */
    FloatBuffer output(int index) {
        return outputs.get(index);
    }

    private void requirePicture(TfLiteTensor tensor, NetKind kind) {
        TfLiteIntArray dims = tensor.dims();
        boolean fits = dims.size() == 4
                && dims.data(0) == 1
                && dims.data(1) == kind.side()
                && dims.data(2) == kind.side()
                && dims.data(3) == Picture.CHANNELS;
        require(fits, "its input is no picture of " + kind.side() + "×" + kind.side());
        requireSize(tensor, kind.inputSize(), "input");
    }

    private void requireSize(TfLiteTensor tensor, int size, String what) {
        require(
                tensor.type() == FLOAT32 && tensor.bytes() == (long) size * Float.BYTES,
                "its " + what + " has " + tensor.bytes() + " bytes, not " + size + " float32 numbers");
    }

    private void require(boolean condition, String problem) {
        if (!condition) {
            throw file.unusable(problem);
        }
    }

    @Override
    public void close() {
        interpreter.close();
        resolver.close();
    }
}
