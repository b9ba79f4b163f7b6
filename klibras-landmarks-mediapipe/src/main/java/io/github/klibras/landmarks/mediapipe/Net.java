package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.model.ModelUnavailableException;
import io.github.klibras.core.video.Picture;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolverWithXNNPACK;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;
import org.bytedeco.tensorflowlite.TfLiteIntArray;
import org.bytedeco.tensorflowlite.TfLiteTensor;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** A net that can compute, for one thread at a time. */
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
     * @param threads how many threads of TensorFlow Lite's own compute it, at least 1
     * @throws ModelUnavailableException if it does not take and give what the kind of net does
     */
    Net(NetFile file, int threads) {
        this.file = file;
        resolver = new BuiltinOpResolverWithXNNPACK();
        interpreter = new Interpreter((Pointer) null);
        try (InterpreterBuilder builder = new InterpreterBuilder(file.model(), resolver)) {
            require(builder.apply(interpreter, threads) == OK && !interpreter.isNull(), "it cannot be prepared");
            require(interpreter.AllocateTensors() == OK, "there is no memory for it");
            NetKind kind = file.kind();
            require(
                    interpreter.inputs().limit() == 1,
                    "it takes " + interpreter.inputs().limit() + " inputs, not 1");
            requirePicture(interpreter.input_tensor(0), kind);
            input = interpreter
                    .typed_input_tensor_float(0)
                    .capacity(kind.inputSize())
                    .asBuffer();
            long found = interpreter.outputs().limit();
            require(found >= kind.outputs().size(), "it gives " + found + " outputs");
            for (int i = 0; i < kind.outputs().size(); i++) {
                requireSize(interpreter.output_tensor(i), kind.outputs().get(i), "output " + i);
                FloatPointer output = interpreter.typed_output_tensor_float(i);
                outputs.add(output.capacity(kind.outputs().get(i)).asBuffer());
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Returns where the input is to be written. */
    FloatBuffer input() {
        return input;
    }

    /** Computes the outputs of what stands in the input. */
    void run() {
        if (interpreter.Invoke() != OK) {
            throw new IllegalStateException("TensorFlow Lite could not compute " + file);
        }
    }

    /** Returns one of the outputs of the last run. */
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
