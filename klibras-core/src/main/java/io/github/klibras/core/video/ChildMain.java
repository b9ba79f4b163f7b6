package io.github.klibras.core.video;

import io.github.klibras.core.landmark.ExtractedLandmarks;
import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.video.ChildProtocol.Task;
import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The program that a {@link Child} runs: reads videos from its standard input, and answers on its standard output. One
 * thread extracts while the main thread keeps reading, so that the process ends as soon as its parent does, even while
 * native code is running.
 *
 * <p>Arguments: the class of an {@link ExtractorFactory}, and the factory's arguments.
 */
final class ChildMain {

    private static final Logger LOG = System.getLogger(ChildMain.class.getName());

    private final String factory;
    private final List<String> arguments;
    private final DataOutputStream out;
    private @Nullable LandmarkExtractor extractor;

    private ChildMain(String factory, List<String> arguments, DataOutputStream out) {
        this.factory = factory;
        this.arguments = arguments;
        this.out = out;
    }

    public static void main(String[] args) {
        DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        // No other code may read the requests, or write between the answers.
        System.setIn(InputStream.nullInputStream());
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        List<String> arguments = Arrays.asList(args).subList(1, args.length);
        int status = 0;
        try {
            ChildProtocol.writeGreeting(out);
            new ChildMain(args[0], arguments, out).serve(in);
        } catch (IOException e) {
            // The parent has closed the pipe, or is gone.
        } catch (Throwable e) {
            LOG.log(Level.WARNING, "A child process for landmarks fails", e);
            status = 1;
        } finally {
            Runtime.getRuntime().halt(status);
        }
    }

    private void serve(DataInputStream in) throws IOException {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        while (true) {
            Task task = ChildProtocol.readTask(in);
            ExtractionRequest request = ChildProtocol.readRequest(in);
            Video video = ChildProtocol.readVideo(in);
            executor.execute(() -> answer(task, video, request));
        }
    }

    private void answer(Task task, Video video, ExtractionRequest request) {
        try {
            Reply reply;
            try {
                reply = reply(task, video, request);
            } catch (Throwable e) {
                fail(e);
                return;
            }
            reply.write();
        } catch (IOException e) {
            end();
        }
    }

    /** An answer that is ready to be written. */
    private interface Reply {
        void write() throws IOException;
    }

    private Reply reply(Task task, Video video, ExtractionRequest request) throws ReflectiveOperationException {
        if (task == Task.PREPARE) {
            extractor().prepare(video, request.layout());
            return () -> ChildProtocol.writeReady(out);
        }
        ExtractedLandmarks landmarks = extract(video, request);
        return () -> ChildProtocol.writeResult(out, landmarks);
    }

    private ExtractedLandmarks extract(Video video, ExtractionRequest request) throws ReflectiveOperationException {
        ExtractedLandmarks landmarks = extractor().extract(video, request.with(this::report));
        LandmarkSequence sequence = landmarks.sequence();
        if (sequence.layout() != request.layout()
                || sequence.frames() != request.sampler().frames()) {
            throw new IllegalStateException("The extractor gave " + sequence + " for " + request);
        }
        return landmarks;
    }

    private void fail(Throwable problem) throws IOException {
        if (ChildFailure.of(problem) == ChildFailure.OTHER) {
            LOG.log(Level.WARNING, "The extraction of landmarks failed", problem);
        }
        ChildProtocol.writeFailure(out, problem);
    }

    private void report(int done, int total) {
        try {
            ChildProtocol.writeProgress(out, done, total);
        } catch (IOException e) {
            end();
        }
    }

    /** Ends the process, since its parent no longer reads answers. */
    private static void end() {
        Runtime.getRuntime().halt(1);
    }

    private LandmarkExtractor extractor() throws ReflectiveOperationException {
        if (extractor == null) {
            ExtractorFactory maker = Class.forName(factory)
                    .asSubclass(ExtractorFactory.class)
                    .getConstructor()
                    .newInstance();
            extractor = maker.create(arguments);
        }
        return extractor;
    }
}
