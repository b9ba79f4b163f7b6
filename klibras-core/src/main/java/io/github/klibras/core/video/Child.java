package io.github.klibras.core.video;

import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.video.ChildProtocol.Answer;
import io.github.klibras.core.video.ChildProtocol.Progress;
import io.github.klibras.core.video.ChildProtocol.Task;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A child process that extracts landmarks. For one caller at a time; anybody may kill it. */
final class Child {

    private static final Logger LOG = System.getLogger(Child.class.getName());

    private static final Progress NONE = new Progress(0, 1);
    private static final Duration LAST_BREATH = Duration.ofSeconds(5);

    private final Process process;
    private final ChildLog log;
    private final DataInputStream in;
    private final DataOutputStream out;
    private int videos;
    private volatile boolean ready;
    private volatile Progress progress = NONE;

    private Child(Process process) {
        this.process = process;
        this.log = new ChildLog(process.pid());
        this.in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
        this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    }

    static Child start(ChildCommand command) throws IOException {
        Child child = new Child(command.start());
        try {
            child.inBackground("log", () -> child.log.copy(child.process.getErrorStream()));
            return child;
        } catch (Error e) {
            child.kill(); // there are no more threads
            throw e;
        }
    }

    /**
     * Hands over a video, to get ready for it or for its landmarks.
     *
     * @return completed by the result, or by a failure that the process survives; or exceptionally by an {@link
     *     IOException}
     */
    CompletableFuture<Answer> ask(Task task, Video video, ExtractionRequest request) {
        videos += task == Task.EXTRACT ? 1 : 0;
        progress = NONE;
        log.reset();
        CompletableFuture<Answer> end = new CompletableFuture<>();
        inBackground("answers", () -> {
            try {
                end.complete(converse(task, video, request));
            } catch (Throwable e) {
                end.completeExceptionally(e);
            }
        });
        return end;
    }

    private Answer converse(Task task, Video video, ExtractionRequest request) throws IOException {
        if (!ready) {
            ChildProtocol.readGreeting(in);
            ready = true;
        }
        ChildProtocol.writeRequest(out, task, video, request);
        Answer answer = ChildProtocol.readAnswer(in, task, request, 0);
        while (answer instanceof Progress further) {
            progress = further;
            answer = ChildProtocol.readAnswer(in, task, request, further.done());
        }
        return answer;
    }

    private void inBackground(String name, Runnable work) {
        Thread thread = new Thread(work, "klibras-child-" + process.pid() + "-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns how many videos it was given. */
    int videos() {
        return videos;
    }

    /** Says whether the process ever began to listen. */
    boolean isReady() {
        return ready;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns how far the process says that it is; 0 of 1 if it has not said so yet. */
    Progress progress() {
        return progress;
    }

    /** Lists the process, and those that it has started. */
    List<ProcessHandle> tree() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    /** Waits for the process to end by itself, and says whether it has. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns the exit code of the process, which has ended. */
    int exitCode() {
        return process.exitValue();
    }

    /** Ends the process and those that it has started, and waits until it is gone. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        // A caller that was interrupted waits as well: what it leaves behind must be gone.
        boolean interrupted = Thread.interrupted();
        try {
            if (!awaitEnd(LAST_BREATH)) {
                LOG.log(Level.WARNING, "Child process " + process.pid() + " was killed, but is still there");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
