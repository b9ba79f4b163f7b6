package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.model.ModelUnavailableException;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.tensorflowlite.FlatBufferModel;

/** A net as read from a file, shared by any number of {@link Net}s. Immutable and thread-safe. */
final class NetFile implements AutoCloseable {

    private final NetKind kind;
    private final String source;
    private final BytePointer bytes;
    private final FlatBufferModel model;

    /**
     * Reads a net.
     *
     * @param source the origin of the bytes, for messages
     * @throws ModelUnavailableException if the bytes are no net
     */
    NetFile(NetKind kind, String source, byte[] content) {
        this.kind = kind;
        this.source = source;
        if (content.length == 0) {
            throw unusable("it is empty");
        }
        this.bytes = new BytePointer(content);
        this.model = FlatBufferModel.VerifyAndBuildFromBuffer(bytes, content.length);
        if (model == null || model.isNull()) {
            bytes.close();
            throw unusable("it is damaged, or no TensorFlow Lite model");
        }
    }

    NetKind kind() {
        return kind;
    }

    FlatBufferModel model() {
        return model;
    }

    ModelUnavailableException unusable(String problem) {
        return new ModelUnavailableException(source + " is no " + kind.fileName() + " of MediaPipe: " + problem
                + ". Expected is a net from pictures of " + kind.side() + "×" + kind.side() + " to " + kind.outputs()
                + "; tools/fetch_models brings it");
    }

    @Override
    public void close() {
        model.close();
        bytes.close();
    }

    @Override
    public String toString() {
        return source;
    }
}
