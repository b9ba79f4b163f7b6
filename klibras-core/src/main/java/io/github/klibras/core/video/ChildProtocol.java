package io.github.klibras.core.video;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Text;
import io.github.klibras.core.landmark.ExtractedLandmarks;
import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.Mirroring;
import io.github.klibras.core.landmark.MissingFramePolicy;
import io.github.klibras.core.landmark.Preprocessing;
import io.github.klibras.core.landmark.Video;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;

/**
 * Protocol over the pipes between a {@link Child} and {@link ChildMain}, in the byte order of {@link DataOutputStream}.
 * The child sends a greeting; then each request is answered by any number of progress reports, followed by a result or
 * a failure.
 *
 * <p>A child may have been compromised by the video that it reads. All its answers are therefore checked, and take no
 * more memory than the request allows.
 */
final class ChildProtocol {

    /** The greeting: "KLIBRAS" and the version of the protocol. */
    private static final long GREETING = 0x4b4c49425241_5301L;

    private static final int PROGRESS = 1;
    private static final int RESULT = 2;
    private static final int FAILURE = 3;
    private static final int READY = 4;

    /** The first character of the lines that a crashing JVM writes to standard output. */
    private static final int CRASH = '#';

    private static final int MAX_MESSAGE = 1000;

    /** A child's answer to a request. */
    sealed interface Answer permits Progress, Result, Failure, Ready {}

    /** The number of frames done, and their total. */
    record Progress(int done, int total) implements Answer {}

    record Result(ExtractedLandmarks landmarks) implements Answer {}

    record Failure(ChildFailure kind, String message) implements Answer {}

    /** The models for such a video are available; the answer to {@link Task#PREPARE}. */
    record Ready() implements Answer {}

    /** What to do with a video. */
    enum Task {
        PREPARE,
        EXTRACT
    }

    private ChildProtocol() {}

    static void writeGreeting(DataOutputStream out) throws IOException {
        out.writeLong(GREETING);
        out.flush();
    }

    static void readGreeting(DataInputStream in) throws IOException {
        if (in.readLong() != GREETING) {
            throw new ProtocolException("its greeting is not that of a child process of this version");
        }
    }

    static void writeRequest(DataOutputStream out, Task task, Video video, ExtractionRequest request)
            throws IOException {
        out.writeUTF(task.name());
        out.writeUTF(request.layout().name());
        out.writeInt(request.sampler().frames());
        out.writeInt(request.sampler().different());
        out.writeUTF(request.preprocessing().mirroring().name());
        out.writeInt(request.preprocessing().maxWidth());
        out.writeUTF(request.preprocessing().missingFrames().name());
        out.writeInt(video.size());
        Channels.newChannel(out).write(video.asByteBuffer());
        out.flush();
    }

    static Task readTask(DataInputStream in) throws IOException {
        return Task.valueOf(in.readUTF());
    }

    /** Reads a request, which precedes its video. */
    static ExtractionRequest readRequest(DataInputStream in) throws IOException {
        LandmarkLayout layout = LandmarkLayout.valueOf(in.readUTF());
        FrameSampler sampler = new FrameSampler(in.readInt(), in.readInt());
        Mirroring mirroring = Mirroring.valueOf(in.readUTF());
        int maxWidth = in.readInt();
        MissingFramePolicy missing = MissingFramePolicy.valueOf(in.readUTF());
        return ExtractionRequest.of(layout, sampler).with(new Preprocessing(mirroring, maxWidth, missing));
    }

    static Video readVideo(DataInputStream in) throws IOException {
        byte[] video = new byte[in.readInt()];
        in.readFully(video);
        return Video.of(video);
    }

    static void writeProgress(DataOutputStream out, int done, int total) throws IOException {
        out.writeByte(PROGRESS);
        out.writeInt(done);
        out.writeInt(total);
        out.flush();
    }

    static void writeResult(DataOutputStream out, ExtractedLandmarks landmarks) throws IOException {
        out.writeByte(RESULT);
        out.writeInt(landmarks.totalFrames());
        out.writeInt(landmarks.framesExtracted());
        float[] values = landmarks.sequence().toArray();
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        out.write(bytes.array());
        out.flush();
    }

    static void writeReady(DataOutputStream out) throws IOException {
        out.writeByte(READY);
        out.flush();
    }

    static void writeFailure(DataOutputStream out, Throwable problem) throws IOException {
        out.writeByte(FAILURE);
        ChildFailure kind = ChildFailure.of(problem);
        out.writeUTF(kind.name());
        out.writeUTF(Text.toStorable(kind.describe(problem), MAX_MESSAGE));
        out.flush();
    }

    /**
     * Reads an answer.
     *
     * @param task the requested task
     * @param request the request
     * @param doneBefore how many frames were done in the last progress report, or 0
     * @throws ProtocolException if it is not an answer to this request
     * @throws IOException if the child ends
     */
    static Answer readAnswer(DataInputStream in, Task task, ExtractionRequest request, int doneBefore)
            throws IOException {
        int kind = in.readUnsignedByte();
        if (kind == CRASH) {
            throw new EOFException("The JVM crashed");
        }
        if (kind == FAILURE) {
            return readFailure(in);
        }
        if (task == Task.PREPARE && kind == READY) {
            return new Ready();
        }
        if (task == Task.EXTRACT && kind == PROGRESS) {
            return readProgress(in, doneBefore);
        }
        if (task == Task.EXTRACT && kind == RESULT) {
            return readResult(in, request);
        }
        throw new ProtocolException("unknown kind of answer: " + kind);
    }

    private static Progress readProgress(DataInputStream in, int doneBefore) throws IOException {
        Progress progress = new Progress(in.readInt(), in.readInt());
        if (progress.done < doneBefore || progress.total < Math.max(1, progress.done)) {
            throw new ProtocolException(
                    progress.done + " of " + progress.total + " frames cannot be done after " + doneBefore);
        }
        return progress;
    }

    private static Result readResult(DataInputStream in, ExtractionRequest request) throws IOException {
        int frames = request.sampler().frames();
        int total = in.readInt();
        int extracted = in.readInt();
        if (total < 1 || extracted < 0 || extracted > frames) {
            throw new ProtocolException(extracted + " frames cannot be extracted from " + total);
        }
        byte[] bytes = new byte[frames * request.layout().features() * Float.BYTES];
        in.readFully(bytes);
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
        try {
            return new Result(new ExtractedLandmarks(LandmarkSequence.of(request.layout(), values), total, extracted));
        } catch (InvalidInputException e) {
            throw new ProtocolException(String.valueOf(e.getMessage()));
        }
    }

    private static Failure readFailure(DataInputStream in) throws IOException {
        ChildFailure kind =
                ChildFailure.named(in.readUTF()).orElseThrow(() -> new ProtocolException("unknown kind of failure"));
        // The message must not forge log lines or contain terminal commands.
        String message = in.readUTF().replaceAll("\\p{Cntrl}", " ");
        return new Failure(kind, Text.toStorable(message, MAX_MESSAGE));
    }
}
