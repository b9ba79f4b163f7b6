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

/** A child process that extracts landmarks. For one caller at a time, but any thread may kill it. */
final class Child {

    private static final Logger LOG = System.getLogger(Child.class.getName());

    private static final Progress NONE = new Progress(0, 1);
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);

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
            child.kill(); // no more threads can be created
            throw e;
        }
    }

    /**
     * Sends the child a video, to prepare for it or to extract its landmarks.
     *
     * @return completes with the child's answer, which may be a failure, or exceptionally with an {@link IOException}
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

    /** Returns how many videos the child was given for extraction. */
    int videos() {
        return videos;
    }

    /** Returns whether the process has ever begun to listen. */
    boolean isReady() {
        return ready;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns the progress last reported by the process; 0 of 1 if none yet. */
    Progress progress() {
        return progress;
    }

    /** Returns the process and those that it has started. */
    List<ProcessHandle> tree() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    /** Waits for the process to end by itself; returns whether it has. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns the exit code of the process, which has ended. */
    int exitCode() {
        return process.exitValue();
    }

    /** Kills the process and those that it has started, and waits until it is gone. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        // Interrupted callers wait as well: they must not leave the process behind.
        boolean interrupted = Thread.interrupted();
        try {
            if (!awaitEnd(KILL_TIMEOUT)) {
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
